"""G** with groups of any size, plans not listed. Read `plan_form` first."""
