(* The mechanism G+ of section 3.5: r >= 3 groups, and both sides announce triplicates. *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar.
Import ListNotations.

(* ---- definitions ---- *)

Inductive branch7 := One | Two | Three | Four | Five | Six | Seven.

(* A profile of triplicates. *)
Definition triplicates := side -> nat -> triplicate.

(* m^{beta,1,phi}: the first messages of group beta, its first seller, its first buyer, its second seller, ... *)
Fixpoint interleave (u v : list message) : list message :=
  match u, v with a :: u', b :: v' => a :: b :: interleave u' v' | _, _ => [] end.
Definition first_messages (A : triplicates) (g : side -> list nat) : list message :=
  interleave (map (fun i => first (A Seller i)) (g Seller)) (map (fun j => first (A Buyer j)) (g Buyer)).

(* The group after group r is group 1; groups are counted from 0. *)
Definition next (r beta : nat) : nat := if S beta =? r then 0 else S beta.

(* What members of group beta see: m^{beta+1,1,phi}, and m^{-beta,1,phi} in ascending order of the other groups. *)
Definition seen_by_second (n r : nat) (A : triplicates) (phi : grouping) (beta : nat) : list message :=
  first_messages A (group n (next r beta) phi).
Definition seen_by_third (n r : nat) (A : triplicates) (phi : grouping) (beta : nat) : list message :=
  concat (map (fun other => first_messages A (group n other phi)) (filter (fun other => negb (other =? beta)) (seq 0 r))).

(* The supply and demand functions of members of group beta that count in a branch. *)
Definition counts (n r : nat) (A : triplicates) (phi : grouping) (b : branch7) (beta : nat) : profile :=
  fun x j => match b with
  | One | Two => first (A x j)
  | Three | Four => second (A x j) (seen_by_second n r A phi beta)
  | Five | Six | Seven => third (A x j) (seen_by_third n r A phi beta)
  end.

(* p+(phi, beta, m): it clears the second messages of group beta. *)
Definition plus_price (n r k np : nat) (tie : list nat -> nat) (A : triplicates) (phi : grouping) (beta : nat) : nat :=
  price k np tie (counts n r A phi Three beta) (group n beta phi).

(* In branches 1, 3, 5 each seller sells what she names to the buyer at her place; in 2, 4, 6 each buyer buys what she
   names from the seller at her place; in 7 the group trades at the next group's price, buyers get what they ask and
   sellers are served or raised in order (14). *)
Definition plus_amounts (l : nat) (M : profile) (b : branch7) (g : side -> list nat) (q : nat) (x : side) (h : nat) : list nat :=
  match b with
  | One | Three | Five => named (M Seller) (g Seller) q h
  | Two | Four | Six => named (M Buyer) (g Buyer) q h
  | Seven => at_your_service l (M Seller) (M Buyer) g q x h
  end.
Definition plus_group (n r k l np : nat) (tie : list nat -> nat) (A : triplicates) (phi : grouping) (p : nat) (b : branch7) (beta : nat) : group_trade :=
  let q := match b with Seven => plus_price n r k np tie A phi (next r beta) | _ => p end in
  {| members := group n beta phi; at_price := q; amounts := plus_amounts l (counts n r A phi b beta) b (group n beta phi) q |}.
Definition g_plus (n r k l np : nat) (tie : list nat -> nat) (A : triplicates) (phi : grouping) (p : nat) (b : branch7) : outcome :=
  map (plus_group n r k l np tie A phi p b) (seq 0 r).

(* Every message names amounts between 0 and l. *)
Definition triplicates_valid (n r k l np : nat) (A : triplicates) : Prop :=
  forall phi b beta x j, valid k l np (counts n r A phi b beta x j).

(* ---- theorems ---- *)

Section Feasible.
Variables n r k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Variable A : triplicates.
Hypothesis A_valid : triplicates_valid n r k l np A.

Lemma plus_partition : forall phi p b, is_grouping (r * n) phi -> partition (r * n) (g_plus n r k l np tie A phi p b).
Proof.
  intros phi p b G x. unfold g_plus. rewrite map_map. simpl. unfold group.
  rewrite (groups_partition n r) by apply order_length, G. apply G.
Qed.

Lemma group_length : forall phi beta x, is_grouping (r * n) phi -> beta < r -> length (group n beta phi x) = n.
Proof. intros. apply (block_length n r); [apply order_length, H|assumption]. Qed.

Lemma plus_well_formed : forall phi p b, is_grouping (r * n) phi -> Forall well_formed (g_plus n r k l np tie A phi p b).
Proof.
  intros phi p b G. apply Forall_forall. intros t I. apply in_map_iff in I. destruct I as [beta [<- I]]. apply in_seq in I.
  intros x h. cbn [amounts members plus_group]. unfold plus_amounts.
  destruct b; try (unfold named; rewrite map_length, !group_length by (assumption || lia); reflexivity).
  apply at_your_service_length.
Qed.

Lemma plus_price_in_P : forall phi p b beta, p < np -> at_price (plus_group n r k l np tie A phi p b beta) < np.
Proof. intros phi p b beta Hp. destruct b; simpl; try exact Hp. apply price_clears; [exact clears|lia]. Qed.

Lemma plus_balanced : forall phi p b, is_grouping (r * n) phi -> p < np -> Forall (balanced k) (g_plus n r k l np tie A phi p b).
Proof.
  intros phi p b G Hp. apply Forall_forall. intros t I. apply in_map_iff in I. destruct I as [beta [<- I]]. apply in_seq in I.
  pose proof (plus_price_in_P phi p b beta Hp) as Hq.
  destruct b; try (intros h _; reflexivity).
  apply (at_your_service_balanced k l np); [exact Hq|now rewrite !group_length by (assumption || lia)|intros j; apply A_valid|intros j; apply A_valid].
Qed.

(* (1) in G+, in every branch. *)
Theorem equation_1_in_g_plus : forall phi p b h, In phi (Phi (r * n)) -> p < np -> h < k ->
  goods (r * n) k Seller (g_plus n r k l np tie A phi p b) h = goods (r * n) k Buyer (g_plus n r k l np tie A phi p b) h.
Proof.
  intros phi p b h I Hp Hh. apply Phi_spec in I. apply goods_balance;
    [now apply plus_partition|now apply plus_well_formed|now apply plus_balanced|exact Hh].
Qed.

(* (2) in G+, in every branch. *)
Theorem equation_2_in_g_plus : forall phi p b P, In phi (Phi (r * n)) -> p < np ->
  money (r * n) k P Seller (g_plus n r k l np tie A phi p b) = money (r * n) k P Buyer (g_plus n r k l np tie A phi p b).
Proof.
  intros phi p b P I Hp. apply Phi_spec in I. apply budget_balance;
    [now apply plus_partition|now apply plus_well_formed|now apply plus_balanced].
Qed.

(* (14) as read, with places counted within the group: in branch 7 buyers get what they ask; with excess supply sellers
   are served in order up to an agent i+, with excess demand they are raised in order up to an agent i+. *)
Theorem equation_14 : forall phi p beta h, In phi (Phi (r * n)) -> 1 <= n -> p < np -> beta < r -> h < k ->
  let t := plus_group n r k l np tie A phi p Seven beta in
  let M := counts n r A phi Seven beta in
  let offered := named (M Seller) (members t Seller) (at_price t) h in
  let asked := list_sum (amounts t Buyer h) in
  amounts t Buyer h = named (M Buyer) (members t Buyer) (at_price t) h /\
  (asked <= list_sum offered -> served_in_order offered (amounts t Seller h) asked) /\
  (list_sum offered < asked -> raised_in_order l offered (amounts t Seller h) asked).
Proof.
  intros phi p beta h I Hn Hp B Hh t M offered asked. apply Phi_spec in I. split; [reflexivity|].
  pose proof (plus_price_in_P phi p Seven beta Hp) as Hq. fold t in Hq.
  assert (F : Forall (fun a => a <= l) offered).
  { apply Forall_forall. intros a J. apply in_map_iff in J. destruct J as [j [<- _]]. now apply A_valid. }
  assert (L : forall x, length (members t x) = n) by (intros x; now apply group_length).
  assert (Lo : length offered = n) by (unfold offered, named; rewrite map_length; apply L). split; intros H.
  - apply serving_is_in_order; [|exact H]. intro E. change (offered = []) in E. rewrite E in Lo. simpl in Lo. lia.
  - assert (T : asked <= length (members t Buyer) * l) by (apply total_at_most; intros j; now apply A_valid).
    rewrite (L Buyer), <- Lo in T. apply raising_is_in_order; [exact F|exact H|exact T].
Qed.

(* "The price of a group does not depend on its own messages": it is made by the next group, which sees the first
   messages of the one after that; with three groups or more neither is this one. *)
Theorem next_is_another_group : forall beta, 3 <= r -> beta < r -> next r beta < r /\ next r beta <> beta /\ next r (next r beta) <> beta.
Proof.
  intros beta Hr B. unfold next. destruct (Nat.eqb_spec (S beta) r) as [E|E].
  - destruct (Nat.eqb_spec 1 r); lia.
  - destruct (Nat.eqb_spec (S (S beta)) r); lia.
Qed.
End Feasible.
