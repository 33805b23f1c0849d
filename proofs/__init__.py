"""The paper's claims, each with a checker, and the audit that runs them."""
