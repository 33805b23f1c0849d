"""The paper for all sizes, checked by Coq: the sources beside this file, and the record of what was accepted.

Read docs/proofs.md first, then `GStar.v`. The record travels with the sources; `undominated audit` says
*proved* only while the two match, and `make prove` runs the kernel.
"""
