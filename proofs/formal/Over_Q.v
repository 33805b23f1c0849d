(* Payoffs are rational numbers. *)
From Coq Require Import QArith Lqa Lia.
Notation V := Q. Open Scope Q_scope. Ltac arith := lra.
Lemma ordered : forall x y : V, x <= y \/ y < x. Proof. intros x y. destruct (Qlt_le_dec y x); auto. Qed.
