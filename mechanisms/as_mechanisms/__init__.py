"""The paper's mechanisms as `Mechanism`s, so that claims on any mechanism apply. Read `g_star` first."""
