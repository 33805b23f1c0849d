(* Theorem 4 as read with one seller and one buyer in a group (docs/theorem-4.md), for dominance by strategies and by
   mixtures.  Symmetry of f and conditions on costs are not assumed, since they are not needed at n = 1. *)
From Coq Require Import List Arith Lia QArith Lqa Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q Interdependent Sums BestBundles.
Import ListNotations.
Open Scope nat_scope.

Section Theorem4.
Variables k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch -> nat.
Variable signals : side -> nat.
Variable states : list state.
Variable f : state -> nat.
Variable P : nat -> nat -> Q.
Variable c : nat -> nat -> nat -> nat -> Q.
Variable v : nat -> state -> list nat -> Q.
Variable sizes : nat -> Prop.

Notation expects := (expects 1 k l np tie w states f P c v).
Notation takes_prices := (takes_prices k l np states f P v).
Notation best_given := (best_given k l np states f P v).
Notation is_triplicate := (is_triplicate k l np).
Notation left_after := (left_after 1 k l np tie w signals states f P c v sizes).
Notation among := (among 1).

(* ---- definitions ---- *)

Definition mate (j : nat) : nat := 1 - j.
(* Tuples are in the order of the buyers. *)
Definition tuple (j : nat) (own other : message) : list message := if j =? 0 then [own; other] else [other; own].

(* (10) on the path: what a buyer with signal a says first, second, and third after a first message that a mate sends who
   takes prices at his signal t. *)
Definition knows (j a t : nat) (o : state) : bool := (o Buyer j =? a) && (o Buyer (mate j) =? t).
Definition obeys_10 (j : nat) (z : nat -> triplicate) : Prop := forall a, a < signals Buyer ->
  takes_prices j a (first (z a)) /\ takes_prices j a (second (z a) [first (z a)]) /\
  forall t d, t < signals Buyer -> takes_prices (mate j) t d -> best_given j (knows j a t) (third (z a) (tuple j (first (z a)) d)).

(* ---- hypotheses ---- *)

Hypothesis clears : picks_a_minimiser tie.
Hypothesis every_branch : forall b, 1 <= w b.               (* eta in (0, 1/3) *)
Hypothesis some_signal : forall x, 1 <= signals x.
Hypothesis within : within_signals 1 signals states.
Hypothesis likely : full_support 1 signals states f.
Hypothesis values : condition_2 1 v.
Hypothesis disjoint : equation_8 1 k l np signals states f P v.
Hypothesis by_one : sizes 1.

(* ---- proofs: what a buyer buys and earns, replies to the mate, rounds ---- *)

Load "OneBuyerGains".
Load "OneBuyerReplies".
Load "OneBuyerSellers".
Load "OneBuyerRound1".
Load "OneBuyerRounds".

(* ---- the theorem ---- *)

(* Sellers: no message is ever eliminated, and each is a best reply to everything. *)
Theorem theorem_4_sellers : forall s, s < 2 ->
  (forall r z, fst (left_after r) s z <-> fst (left_after 0) s z) /\
  (forall S B a z, among (left_after 0) S B -> fst (left_after 0) s z ->
     (expects Seller s a (with_seller S s z) B <= expects Seller s a (with_seller S s (S s)) B)%Q).
Proof.
  intros s Hs. split.
  - intros r z. split; [exact (left_was_valid r s z)|]. intros V. now apply seller_never_leaves.
  - intros S B a z [A1 A2] V. rewrite (seller_is_indifferent s a S B (S s) z Hs); [apply Qle_refl| |apply A1; lia|exact V].
    intros j b Hj. apply A2. lia.
Qed.

(* Buyers: S^inf = S^2 = S^1 and (10); it is not empty; survivors are best replies to all profiles of survivors. *)
Theorem theorem_4_buyers : forall i, i < 2 ->
  (forall r z, 2 <= r -> (snd (left_after r) i z <-> snd (left_after 1) i z /\ obeys_10 i z)) /\
  (exists z, forall r, snd (left_after r) i z) /\
  (forall S B a z, among (left_after 2) S B -> a < signals Buyer -> snd (left_after 0) i z ->
     (expects Buyer i a S (with_buyer B i z) <= expects Buyer i a S (with_buyer B i (B i)))%Q).
Proof.
  intros i Hi. split; [|split].
  - intros r z Hr. split.
    + intros L. split; [now apply (later_is_earlier 1 r ltac:(lia))|]. apply round_2_obeys_10; [exact Hi|]. now apply (later_is_earlier 2 r Hr).
    + intros [L O]. replace r with (1 + (r - 1)) by lia. now apply obeying_never_leaves.
  - exists (star i (honest i)). intros r. assert (T : forall a, takes_prices i a (honest i a)) by (intros; apply honest_takes_prices).
    apply (later_is_earlier r (1 + r) ltac:(lia)). apply obeying_never_leaves; [exact Hi|now apply star_survives|now apply star_obeys_10].
  - intros S B a z A Ha V. rewrite !expects_buyer by exact Hi. destruct A as [A1 A2].
    apply obeying_is_best; [exact Hi|exact Ha|apply (mate_is_left 2 i S B Hi ltac:(lia)); now split| |apply V].
    apply round_2_obeys_10; [exact Hi|]. apply A2. lia.
Qed.

End Theorem4.
