(* Payoffs are integers. *)
From Coq Require Import ZArith Lia.
Notation V := Z. Open Scope Z_scope. Ltac arith := lia.
Lemma ordered : forall x y : V, x <= y \/ y < x. Proof. lia. Qed.
