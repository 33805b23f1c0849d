"""The register of the paper's items, the ledger, and the audit that compares them. Read `register` first."""
