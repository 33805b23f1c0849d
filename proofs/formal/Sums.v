(* Sums and multiples of rational numbers. *)
From Coq Require Import List Arith QArith Lqa.
From Matsushima Require Import Theorem1_Q.
Import ListNotations.
Open Scope nat_scope.

(* ---- theorems ---- *)


Lemma times_plus : forall t x y, (times t (x + y) == times t x + times t y)%Q.
Proof. induction t as [|t IH]; intros x y; simpl; [lra|]. specialize (IH x y). lra. Qed.
Lemma times_0 : forall t, (times t 0 == 0)%Q.
Proof. induction t as [|t IH]; simpl; [lra|]. lra. Qed.
Lemma times_comp : forall t x y, (x == y)%Q -> (times t x == times t y)%Q.
Proof. induction t as [|t IH]; intros x y E; simpl; [lra|]. specialize (IH x y E). lra. Qed.
Lemma times_comm : forall s t x, (times s (times t x) == times t (times s x))%Q.
Proof.
  induction s as [|s IH]; intros t x; simpl; [now rewrite times_0|]. rewrite IH, times_plus. reflexivity.
Qed.
Lemma times_sum {X} : forall t (g : X -> Q) L, (times t (sum (map g L)) == sum (map (fun x => times t (g x)) L))%Q.
Proof. induction L as [|x L IH]; simpl; [apply times_0|]. rewrite times_plus, IH. reflexivity. Qed.
Lemma sum_comp {X} : forall (g h : X -> Q) L, (forall x, In x L -> g x == h x)%Q -> (sum (map g L) == sum (map h L))%Q.
Proof. induction L as [|x L IH]; simpl; intros E; [reflexivity|]. rewrite (E x (or_introl eq_refl)), IH; [reflexivity|auto]. Qed.
Lemma sum_add {X} : forall (g h : X -> Q) L, (sum (map (fun x => g x + h x) L) == sum (map g L) + sum (map h L))%Q.
Proof. induction L as [|x L IH]; simpl; [lra|]. rewrite IH. lra. Qed.
Lemma sum_zero {X} : forall (L : list X), (sum (map (fun _ => 0) L) == 0)%Q.
Proof. induction L as [|x L IH]; simpl; [lra|]. rewrite IH. lra. Qed.
Lemma sum_swap_Q {X Y} : forall (g : X -> Y -> Q) L M,
  (sum (map (fun x => sum (map (g x) M)) L) == sum (map (fun y => sum (map (fun x => g x y) L)) M))%Q.
Proof.
  induction L as [|x L IH]; intros M; simpl; [now rewrite sum_zero|]. rewrite IH. now rewrite <- sum_add.
Qed.
Lemma sum_same {X} : forall x (L : list X), (sum (map (fun _ => x) L) == times (length L) x)%Q.
Proof. induction L as [|y L IH]; simpl; [reflexivity|]. rewrite IH. lra. Qed.
