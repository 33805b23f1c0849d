(* Outcomes, and the two equalities of section 2.1 that every outcome must satisfy: (1) goods and (2) money. *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Rationing Grouping.
Import ListNotations.

(* ---- definitions ---- *)

(* A group trades at one price; amounts x h are what the members on side x trade of commodity h, in their order. *)
Record group_trade := {
  members : side -> list nat;
  at_price : nat;                          (* the place of the price in P *)
  amounts : side -> nat -> list nat }.
Definition outcome := list group_trade.

Definition is_member (i : nat) (g : list nat) : bool := existsb (Nat.eqb i) g.
Fixpoint entry (i : nat) (g xs : list nat) : nat :=      (* the entry of xs at i's place in g *)
  match g, xs with j :: g', x :: xs' => if i =? j then x else entry i g' xs' | _, _ => 0 end.

Definition bundle_of (k : nat) (x : nat -> nat) : list nat := map x (seq 0 k).      (* k amounts *)

(* (q_i, x_i) of agent i on side x. *)
Fixpoint trade (k : nat) (x : side) (o : outcome) (i : nat) : nat * list nat :=
  match o with
  | [] => (0, [])
  | g :: rest => if is_member i (members g x)
      then (at_price g, bundle_of k (fun h => entry i (members g x) (amounts g x h)))
      else trade k x rest i
  end.

(* (1): sum over i of x_i(h); (2): sum over i of q_i . x_i, with P the grid in multiples of one unit of account. *)
Definition goods (m k : nat) (x : side) (o : outcome) (h : nat) : nat :=
  list_sum (map (fun i => nth h (snd (trade k x o i)) 0) (seq 0 m)).
Definition money (m k : nat) (P : nat -> nat -> nat) (x : side) (o : outcome) : nat :=
  list_sum (map (fun i => let (q, y) := trade k x o i in list_sum (map (fun h => P q h * nth h y 0) (seq 0 k))) (seq 0 m)).

Definition partition (m : nat) (o : outcome) : Prop :=
  forall x, Permutation (concat (map (fun g => members g x) o)) (seq 0 m).
Definition well_formed (g : group_trade) : Prop := forall x h, length (amounts g x h) = length (members g x).
Definition balanced (k : nat) (g : group_trade) : Prop :=
  forall h, h < k -> list_sum (amounts g Seller h) = list_sum (amounts g Buyer h).

(* ---- theorems ---- *)

Lemma is_member_In : forall i g, is_member i g = true <-> In i g.
Proof.
  intros. unfold is_member. rewrite existsb_exists. split.
  - intros [x [H E]]. apply Nat.eqb_eq in E. now subst.
  - intros H. exists i. now rewrite Nat.eqb_refl.
Qed.

Lemma is_member_not : forall i g, ~ In i g -> is_member i g = false.
Proof. intros i g N. destruct (is_member i g) eqn:E; [|reflexivity]. apply is_member_In in E. contradiction. Qed.

Lemma sum_ext : forall (f g : nat -> nat) u, (forall i, In i u -> f i = g i) -> list_sum (map f u) = list_sum (map g u).
Proof. intros. f_equal. now apply map_ext_in. Qed.

Lemma sum_permutation : forall (f : nat -> nat) u v, Permutation u v -> list_sum (map f u) = list_sum (map f v).
Proof. intros f u v P. induction P; simpl; lia. Qed.

Lemma sum_plus : forall (f g : nat -> nat) u, list_sum (map (fun i => f i + g i) u) = list_sum (map f u) + list_sum (map g u).
Proof. induction u; simpl; lia. Qed.

Lemma sum_scale : forall c (f : nat -> nat) u, list_sum (map (fun i => c * f i) u) = c * list_sum (map f u).
Proof. induction u; simpl; [lia|]. rewrite IHu. nia. Qed.

Lemma sum_swap : forall (f : nat -> nat -> nat) u v,
  list_sum (map (fun i => list_sum (map (f i) v)) u) = list_sum (map (fun h => list_sum (map (fun i => f i h) u)) v).
Proof.
  induction u as [|i u IH]; intros v; simpl.
  - symmetry. induction v; simpl; auto.
  - rewrite IH. symmetry. apply sum_plus.
Qed.

Lemma entries : forall g xs, NoDup g -> length xs = length g -> list_sum (map (fun i => entry i g xs) g) = list_sum xs.
Proof.
  induction g as [|j g IH]; intros [|x xs] ND L; try discriminate; [reflexivity|].
  inversion ND; subst. simpl. rewrite Nat.eqb_refl. f_equal. rewrite <- (IH xs) by (auto; simpl in L; lia).
  apply sum_ext. intros i I. destruct (Nat.eqb_spec i j) as [->|]; [contradiction|reflexivity].
Qed.

Lemma bundle_nth : forall k x h, h < k -> nth h (bundle_of k x) 0 = x h.
Proof.
  intros k x h H. unfold bundle_of. rewrite (nth_indep _ 0 (x 0)) by (now rewrite map_length, seq_length).
  rewrite map_nth. now rewrite seq_nth.
Qed.

Lemma bundle_ext : forall k x y, (forall h, h < k -> x h = y h) -> bundle_of k x = bundle_of k y.
Proof. intros k x y H. apply map_ext_in. intros h Hh. apply in_seq in Hh. apply H. lia. Qed.

(* What all agents of a side have of anything is what the groups have of it. *)
Lemma sum_over_groups : forall k x o (f : nat * list nat -> nat), NoDup (concat (map (fun g => members g x) o)) ->
  list_sum (map (fun i => f (trade k x o i)) (concat (map (fun g => members g x) o))) =
  list_sum (map (fun g => list_sum (map (fun i => f (at_price g, bundle_of k (fun h => entry i (members g x) (amounts g x h)))) (members g x))) o).
Proof.
  intros k x o f. induction o as [|g o IH]; intros ND; [reflexivity|]. simpl in ND. apply NoDup_parts in ND.
  destruct ND as [_ [ND D]]. cbn [map concat list_sum fold_right]. rewrite map_app, list_sum_app.
  change (fold_right Nat.add 0) with list_sum. f_equal.
  - apply sum_ext. intros i I. cbn [trade]. now rewrite (proj2 (is_member_In _ _) I).
  - rewrite <- IH by exact ND. apply sum_ext. intros i I. cbn [trade]. rewrite is_member_not; [reflexivity|].
    intro J. exact (D i J I).
Qed.

Section Balance.
Variables m k : nat.
Variable o : outcome.
Hypothesis is_partition : partition m o.
Hypothesis is_well_formed : Forall well_formed o.
Hypothesis is_balanced : Forall (balanced k) o.

Lemma members_once : forall x, NoDup (concat (map (fun g => members g x) o)).
Proof. intros x. eapply Permutation_NoDup; [symmetry; apply is_partition|apply seq_NoDup]. Qed.

Lemma member_once : forall x g, In g o -> NoDup (members g x).
Proof.
  intros x g I. pose proof (members_once x) as ND. clear - I ND. induction o as [|a u IH]; [destruct I|].
  simpl in ND. apply NoDup_parts in ND. destruct I as [->|I]; [tauto|]. apply IH; tauto.
Qed.

Lemma goods_by_group : forall x h, h < k -> goods m k x o h = list_sum (map (fun g => list_sum (amounts g x h)) o).
Proof.
  intros x h Hh. unfold goods. rewrite <- (sum_permutation _ _ _ (is_partition x)).
  rewrite (sum_over_groups k x o (fun t => nth h (snd t) 0) (members_once x)).
  f_equal. apply map_ext_in. intros g I. rewrite Forall_forall in is_well_formed.
  rewrite <- (entries (members g x) (amounts g x h)) by (try (now apply member_once); apply (is_well_formed g I)).
  apply sum_ext. intros i _. simpl. now rewrite bundle_nth.
Qed.

Lemma money_by_group : forall P x,
  money m k P x o = list_sum (map (fun g => list_sum (map (fun h => P (at_price g) h * list_sum (amounts g x h)) (seq 0 k))) o).
Proof.
  intros P x. unfold money. rewrite <- (sum_permutation _ _ _ (is_partition x)).
  rewrite (sum_over_groups k x o (fun t => let (q, y) := t in list_sum (map (fun h => P q h * nth h y 0) (seq 0 k))) (members_once x)).
  f_equal. apply map_ext_in. intros g I. rewrite Forall_forall in is_well_formed. rewrite sum_swap.
  apply sum_ext. intros h Hh. apply in_seq in Hh. rewrite sum_scale. f_equal.
  rewrite <- (entries (members g x) (amounts g x h)) by (try (now apply member_once); apply (is_well_formed g I)).
  apply sum_ext. intros i _. apply bundle_nth. lia.
Qed.

(* (1) *)
Theorem goods_balance : forall h, h < k -> goods m k Seller o h = goods m k Buyer o h.
Proof.
  intros h Hh. rewrite !goods_by_group by exact Hh. f_equal. apply map_ext_in. intros g I.
  rewrite Forall_forall in is_balanced. now apply is_balanced.
Qed.

(* (2) *)
Theorem budget_balance : forall P, money m k P Seller o = money m k P Buyer o.
Proof.
  intros P. rewrite !money_by_group. f_equal. apply map_ext_in. intros g I. apply sum_ext. intros h Hh.
  apply in_seq in Hh. rewrite Forall_forall in is_balanced. now rewrite (is_balanced g I h) by lia.
Qed.
End Balance.
