"""Linear programs and inequalities answered exactly, sums of local costs. Read `alternatives` first."""
