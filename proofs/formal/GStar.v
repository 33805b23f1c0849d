(* The mechanism G* of section 2.2: two groups, and each trades at the price that clears the other one. *)
From Coq Require Import List Arith Lia Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome.
Import ListNotations.

(* ---- definitions ---- *)

(* A message names an amount for each place of a price in P and each commodity; D, with |P| = np. *)
Definition message := nat -> nat -> nat.
Definition valid (k l np : nat) (d : message) : Prop := forall p h, p < np -> h < k -> d p h <= l.

Definition opposite (x : side) : side := match x with Seller => Buyer | Buyer => Seller end.
Definition profile := side -> nat -> message.
Definition named (A : nat -> message) (g : list nat) (q h : nat) : list nat := map (fun j => A j q h) g.
Definition total (A : nat -> message) (g : list nat) (q h : nat) : nat := list_sum (named A g q h).
Definition distance (a b : nat) : nat := (a - b) + (b - a).

(* max over h of |total supply - total demand|, and a place in P that minimises it.  Which minimiser is the market's
   own rule: any function of the table of excesses that picks one. *)
Definition excess (k : nat) (A : profile) (g : side -> list nat) (q : nat) : nat :=
  list_max (map (fun h => distance (total (A Seller) (g Seller) q h) (total (A Buyer) (g Buyer) q h)) (seq 0 k)).
Definition price (k np : nat) (tie : list nat -> nat) (A : profile) (g : side -> list nat) : nat :=
  tie (map (excess k A g) (seq 0 np)).
Definition picks_a_minimiser (tie : list nat -> nat) : Prop :=
  forall L, L <> [] -> tie L < length L /\ forall q, q < length L -> nth (tie L) L 0 <= nth q L 0.

(* Two such rules: the lowest and the highest place at which the excess is least. *)
Fixpoint lowest (L : list nat) : nat :=
  match L with [] | [_] => 0 | x :: t => let j := lowest t in if x <=? nth j t 0 then 0 else S j end.
Fixpoint highest (L : list nat) : nat :=
  match L with [] | [_] => 0 | x :: t => let j := highest t in if x <? nth j t 0 then 0 else S j end.

(* The short side gets what it names; the long side is served in order until the short side's total is used up (3). *)
Definition rationed (A : profile) (g : side -> list nat) (q : nat) (x : side) (h : nat) : list nat :=
  if total (A (opposite x)) (g (opposite x)) q h <=? total (A x) (g x) q h
  then serve (named (A x) (g x) q h) (total (A (opposite x)) (g (opposite x)) q h)
  else named (A x) (g x) q h.

Definition star_group (n k np : nat) (tie : list nat -> nat) (A : profile) (phi : grouping) (beta : nat) : group_trade :=
  let q := price k np tie A (group n (1 - beta) phi) in
  {| members := group n beta phi; at_price := q; amounts := rationed A (group n beta phi) q |}.
Definition g_star (n k np : nat) (tie : list nat -> nat) (A : profile) (phi : grouping) : outcome :=
  map (star_group n k np tie A phi) [0; 1].

(* ---- theorems ---- *)

Lemma rationed_length : forall A g q x h, length (rationed A g q x h) = length (g x).
Proof.
  intros. unfold rationed. destruct (_ <=? _); [rewrite serve_length|]; apply map_length.
Qed.

Lemma rationed_serve : forall A g q x h,
  rationed A g q x h = serve (named (A x) (g x) q h) (total (A (opposite x)) (g (opposite x)) q h).
Proof.
  intros. unfold rationed, total. destruct (Nat.leb_spec (list_sum (named (A (opposite x)) (g (opposite x)) q h))
    (list_sum (named (A x) (g x) q h))); [reflexivity|]. symmetry. apply serve_all. lia.
Qed.

Lemma g_star_partition : forall n k np tie A phi, is_grouping (2 * n) phi -> partition (2 * n) (g_star n k np tie A phi).
Proof.
  intros n k np tie A phi G x. simpl. unfold group. rewrite app_nil_r, two_blocks by apply G. apply G.
Qed.

Lemma g_star_well_formed : forall n k np tie A phi, Forall well_formed (g_star n k np tie A phi).
Proof. intros. repeat constructor; intros x h; apply rationed_length. Qed.

Lemma rationed_balanced : forall k A g q, balanced k {| members := g; at_price := q; amounts := rationed A g q |}.
Proof. intros k A g q h _. simpl. rewrite !rationed_serve, !serve_total. unfold total. simpl. lia. Qed.

Lemma g_star_balanced : forall n k np tie A phi, Forall (balanced k) (g_star n k np tie A phi).
Proof. intros. repeat constructor; apply rationed_balanced. Qed.

(* (1): goods balance at every message profile, valid or not, and every phi. *)
Theorem equation_1 : forall n k np tie A phi h, In phi (Phi (2 * n)) -> h < k ->
  goods (2 * n) k Seller (g_star n k np tie A phi) h = goods (2 * n) k Buyer (g_star n k np tie A phi) h.
Proof.
  intros. apply goods_balance; [apply g_star_partition, Phi_spec|apply g_star_well_formed|apply g_star_balanced|]; assumption.
Qed.

(* (2): the budget balances at every message profile and every phi, whatever the prices of the grid are. *)
Theorem equation_2 : forall n k np tie A phi P, In phi (Phi (2 * n)) ->
  money (2 * n) k P Seller (g_star n k np tie A phi) = money (2 * n) k P Buyer (g_star n k np tie A phi).
Proof.
  intros. apply budget_balance; [apply g_star_partition, Phi_spec|apply g_star_well_formed|apply g_star_balanced]; assumption.
Qed.

(* (3): if a group has excess supply, its buyers get what they ask and its sellers are served in order, up to an agent
   i^; if not, the other way round.  (Exactly balanced, both descriptions are true.) *)
Theorem equation_3 : forall A g q x h, g x <> [] -> total (A (opposite x)) (g (opposite x)) q h <= total (A x) (g x) q h ->
  served_in_order (named (A x) (g x) q h) (rationed A g q x h) (total (A (opposite x)) (g (opposite x)) q h) /\
  rationed A g q (opposite x) h = named (A (opposite x)) (g (opposite x)) q h.
Proof.
  intros A g q x h N H. rewrite !rationed_serve. split.
  - apply serve_is_in_order; [|exact H]. unfold named. intro E. apply map_eq_nil in E. contradiction.
  - apply serve_all. unfold total in *. destruct x; simpl in *; lia.
Qed.

(* "p* does not depend on the messages announced in the other group." *)
Theorem price_of_a_group : forall k np tie A B g, (forall x i, In i (g x) -> A x i = B x i) ->
  price k np tie A g = price k np tie B g.
Proof.
  intros k np tie A B g H. unfold price, excess, total, named. f_equal. apply map_ext. intros q. f_equal.
  apply map_ext. intros h. f_equal; f_equal; apply map_ext_in; intros j J; now rewrite H.
Qed.

Theorem price_clears : forall k np tie A g, picks_a_minimiser tie -> 1 <= np -> price k np tie A g < np /\
  forall q, q < np -> excess k A g (price k np tie A g) <= excess k A g q.
Proof.
  intros k np tie A g C Hn. unfold price. set (L := map (excess k A g) (seq 0 np)).
  assert (Len : length L = np) by (unfold L; now rewrite map_length, seq_length).
  destruct (C L) as [H1 H2]; [intro E; rewrite E in Len; simpl in Len; lia|]. rewrite Len in *. split; [exact H1|].
  assert (N : forall q, q < np -> nth q L 0 = excess k A g q).
  { intros q Hq. unfold L. rewrite (nth_indep _ 0 (excess k A g 0)) by (now rewrite map_length, seq_length).
    rewrite map_nth. now rewrite seq_nth. }
  intros q Hq. rewrite <- !N by assumption. now apply H2.
Qed.
