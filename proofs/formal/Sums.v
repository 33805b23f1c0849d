(* Sums and multiples of rational numbers. *)
From Coq Require Import List Arith Lia Permutation Factorial QArith Lqa Morphisms.
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
Global Instance times_proper : forall t, Proper (Qeq ==> Qeq) (times t).
Proof. intros t x y E. now apply times_comp. Qed.
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


Lemma sum_app {X} : forall (g : X -> Q) L M, (sum (map g (L ++ M)) == sum (map g L) + sum (map g M))%Q.
Proof. induction L as [|x L IH]; intros M; simpl; [lra|]. rewrite IH. lra. Qed.
Lemma sum_permuted {X} : forall (g : X -> Q) L M, Permutation L M -> (sum (map g L) == sum (map g M))%Q.
Proof. intros g L M H. induction H; simpl; try lra. Qed.
Lemma sum_list_prod {X Y} : forall (g : X * Y -> Q) L M, (sum (map g (list_prod L M)) == sum (map (fun x => sum (map (fun y => g (x, y)) M)) L))%Q.
Proof.
  induction L as [|x L IH]; intros M; simpl; [lra|]. rewrite sum_app, map_map, IH. lra.
Qed.
Lemma sum_filter {X} : forall (P : X -> bool) (g : X -> Q) L, (sum (map g (filter P L)) == sum (map (fun x => if P x then g x else 0) L))%Q.
Proof. induction L as [|x L IH]; simpl; [lra|]. destruct (P x); simpl; rewrite IH; lra. Qed.
Lemma times_mul : forall s t x, (times (s * t)%nat x == times s (times t x))%Q.
Proof.
  induction s as [|s IH]; intros t x; simpl; [lra|]. rewrite <- IH. rewrite Nat.add_comm. generalize (s * t). intros m. clear.
  induction t as [|t IHt]; simpl; [now rewrite Nat.add_0_r; lra|]. rewrite Nat.add_succ_r. simpl. lra.
Qed.
Lemma sum_times {X} : forall t (g : X -> Q) L, (sum (map (fun x => times t (g x)) L) == times t (sum (map g L)))%Q.
Proof. intros. now rewrite times_sum. Qed.

(* In turn through a list, as often as it fits. *)
Lemma sum_in_turn : forall (g : nat -> Q) (K : list nat) (q : nat), K <> [] ->
  (sum (map (fun r => g (nth (r mod length K) K 0%nat)) (seq 0 (q * length K)%nat)) == times q (sum (map g K)))%Q.
Proof.
  intros g K q N. assert (L : length K <> 0) by (destruct K; simpl; congruence). induction q as [|q IH]; [reflexivity|].
  replace (S q * length K) with (q * length K + length K) by lia. rewrite seq_app, sum_app, IH. simpl (0 + _). cbn [times].
  assert (E : (sum (map (fun r => g (nth (r mod length K) K 0%nat)) (seq (q * length K) (length K))) == sum (map g K))%Q); [|rewrite E; lra].
  replace (seq (q * length K) (length K)) with (map (fun x => q * length K + x) (seq 0 (length K))).
  - rewrite map_map. transitivity (sum (map (fun x => g (nth x K 0)) (seq 0 (length K)))).
    + apply sum_comp. intros x I. apply in_seq in I. rewrite Nat.add_comm, Nat.mod_add by exact L. rewrite Nat.mod_small by lia. reflexivity.
    + clear. induction K as [|a K IH]; simpl; [lra|]. rewrite <- seq_shift, map_map. simpl. rewrite IH. lra.
  - clear. generalize (q * length K). intros m. induction (length K) as [|c IH]; [reflexivity|]. rewrite !seq_S, map_app, IH. reflexivity.
Qed.

Lemma divides_factorial : forall m c, 1 <= c -> c <= m -> exists q, fact m = q * c.
Proof.
  induction m as [|m IH]; intros c H1 H2; [lia|]. destruct (Nat.eq_dec c (S m)) as [->|N].
  - exists (fact m). simpl. lia.
  - destruct (IH c H1 ltac:(lia)) as [q E]. exists (S m * q). change (fact (S m)) with (S m * fact m). rewrite E. lia.
Qed.
