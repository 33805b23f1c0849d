(* Payoffs are real numbers: the standard library's axioms of the reals are assumed. *)
From Coq Require Import Reals Lra Lia.
Notation V := R. Open Scope R_scope. Ltac arith := lra.
Lemma ordered : forall x y : V, x <= y \/ y < x. Proof. intros x y. destruct (Rle_or_lt x y); auto. Qed.
