(* Theorem 4 as read with n sellers and n buyers in a group, by mixed dominance (docs/theorem-4-groups.md): the statement.
   OPEN here.  Its sellers are proved (SellersInGDoubleStar), and so is its first step, that round 1 leaves first messages
   which take prices (CopiesDominate); round 2 is not, and no verdict rests on this file. *)
From Coq Require Import List Arith Bool QArith.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q Interdependent.
Import ListNotations.
Open Scope nat_scope.

Section Statement.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch -> nat.
Variable signals : side -> nat.
Variable states : list state.
Variable f : state -> nat.
Variable P : nat -> nat -> Q.
Variable c : nat -> nat -> nat -> nat -> Q.
Variable v : nat -> state -> list nat -> Q.
Variable sizes : nat -> Prop.

Notation left_after := (left_after n k l np tie w signals states f P c v sizes).
Notation expects := (expects n k l np tie w states f P c v).
Notation takes_prices := (takes_prices k l np states f P v).
Notation best_given := (best_given k l np states f P v).

(* ---- definitions ---- *)

(* What i knows if the buyers in g have the signals t; and first messages m of theirs that take prices then. *)
Definition shown (g : list nat) (t : nat -> nat) (o : state) : bool := forallb (fun j => o Buyer j =? t j) g.
Definition on_the_path (i a : nat) (z : nat -> triplicate) (g : list nat) (t : nat -> nat) (m : nat -> message) : Prop :=
  t i = a /\ m i = first (z a) /\ forall j, In j g -> j <> i -> t j < signals Buyer /\ takes_prices j (t j) (m j).
(* A group of i, in its order. *)
Definition group_of (i : nat) (g : list nat) : Prop := NoDup g /\ length g = n /\ In i g /\ forall j, In j g -> j < 2 * n.

(* (10) on the path: second messages after the tuple of the group, third ones after that of all buyers. *)
Definition obeys_10_in_groups (i : nat) (z : nat -> triplicate) : Prop := forall a, a < signals Buyer ->
  takes_prices i a (first (z a)) /\
  (forall g t m, group_of i g -> on_the_path i a z g t m -> best_given i (shown g t) (second (z a) (map m g))) /\
  (forall t m, on_the_path i a z (seq 0 (2 * n)) t m -> best_given i (shown (seq 0 (2 * n)) t) (third (z a) (map m (seq 0 (2 * n))))).

(* ---- hypotheses ---- *)

Definition renames (s : nat -> nat) (m : nat) : Prop := (forall j, j < m -> s j < m) /\ forall j j', j < m -> j' < m -> s j = s j' -> j = j'.
Definition renamed (s : side -> nat -> nat) (o : state) : state := fun x j => o x (s x j).
Definition each_state_once : Prop := NoDup states /\ forall o o', In o states -> In o' states -> same_signals n o o' -> o = o'.
(* f does not depend on who has which signal; nor does what a bundle is worth to a buyer depend on who she is and who the
   others are (which the paper does not say). *)
Definition symmetric : Prop := forall s o o', (forall x, renames (s x) (2 * n)) -> In o states -> In o' states -> same_signals n o' (renamed s o) -> f o = f o'.
Definition anonymous : Prop := forall s i o y, (forall x, renames (s x) (2 * n)) -> i < 2 * n -> (v (s Buyer i) o y == v i (renamed s o) y)%Q.

Definition hypotheses : Prop := 2 <= n /\ picks_a_minimiser tie /\ (forall b, 1 <= w b) /\ (forall x, 1 <= signals x) /\
  within_signals n signals states /\ each_state_once /\ full_support n signals states f /\ symmetric /\ anonymous /\
  condition_2 n v /\ equation_8 n k l np signals states f P v /\
  (forall s a, s < 2 * n -> a < signals Seller -> Condition_1 k l Seller (c s a)) /\
  forall m, 1 <= m -> sizes m.

(* ---- the theorem ---- *)

Definition theorem_4_in_groups : Prop := hypotheses ->
  (forall s r z, s < 2 * n -> 1 <= r -> (fst (left_after r) s z <->
     (forall a, valid k l np (z a)) /\ forall a, a < signals Seller -> price_taking k l np (trader_payoff k Seller P (c s a)) (z a))) /\
  (forall i r z, i < 2 * n -> 2 <= r -> (snd (left_after r) i z <-> snd (left_after 1) i z /\ obeys_10_in_groups i z)) /\
  (forall i, i < 2 * n -> exists z, forall r, snd (left_after r) i z) /\
  (forall i a S B z, i < 2 * n -> a < signals Buyer -> among n (left_after 2) S B -> snd (left_after 0) i z ->
     (expects Buyer i a S (with_buyer B i z) <= expects Buyer i a S (with_buyer B i (B i)))%Q) /\
  (forall s a S B z, s < 2 * n -> a < signals Seller -> among n (left_after 2) S B -> fst (left_after 0) s z ->
     (expects Seller s a (with_seller S s z) B <= expects Seller s a (with_seller S s (S s)) B)%Q).
End Statement.
