(* Theorem 6 as read (docs/theorem-6.md), for the mechanism G+ of section 3.5: the statement.  OPEN here.  Its first step is
   proved, that round 1 leaves first messages which take prices (FirstMessagesInGPlus); round 2 is not, and no verdict rests
   on this file. *)
From Coq Require Import List Arith Bool QArith.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar GPlus Theorem1_Q SellersInGDoubleStar_Q Interdependent Theorem4InGroups.
Import ListNotations.
Open Scope nat_scope.

Section Statement.
Variables n r k l np : nat.                                (* r groups of n sellers and n buyers *)
Variable tie : list nat -> nat.
Variable w : branch7 -> nat.                               (* in proportion to eta, six times, and 1 - 6 eta *)
Variable signals : side -> nat.
Variable states : list state.
Variable f : state -> nat.
Variable P : nat -> nat -> Q.
Variable c : nat -> state -> nat -> nat -> Q.              (* seller, state, commodity, unit *)
Variable v : nat -> state -> list nat -> Q.                (* buyer, state, bundle *)
Variable sizes : nat -> Prop.                              (* how many strategies a dominator may mix *)

(* ---- definitions ---- *)

Definition gets (x : side) (i : nat) (o : state) : payoff :=
  match x with Seller => trader_payoff k Seller P (c i o) | Buyer => buyer_pays k P v i o end.
Definition branches : list branch7 := [One; Two; Three; Four; Five; Six; Seven].
Definition strategies := side -> nat -> nat -> triplicate.             (* side, agent, own signal *)
Definition plays (Z : strategies) (o : state) : triplicates := fun x j => Z x j (o x j).
Definition with_agent (Z : strategies) (x : side) (i : nat) (z : nat -> triplicate) : strategies :=
  fun y j => match x, y with Seller, Seller | Buyer, Buyer => if j =? i then z else Z y j | _, _ => Z y j end.

(* What agent i of side x with signal a expects, in proportion. *)
Definition expects_in_g_plus (x : side) (i a : nat) (Z : strategies) : Q :=
  sum (map (fun o => times (f o) (sum (map (fun phi => sum (map (fun p => sum (map (fun b =>
    let (q, y) := trade k x (g_plus n r k l np tie (plays Z o) phi p b) i in times (w b) (gets x i o q y))
    branches)) (seq 0 np))) (Phi (r * n))))) (filter (fun o => o x i =? a) states)).

Definition sets_of_both := side -> nat -> (nat -> triplicate) -> Prop.
Definition all_among (X : sets_of_both) (Z : strategies) : Prop := forall x i, i < r * n -> X x i (Z x i).
Definition round_of_both (X : sets_of_both) : sets_of_both := fun x i z => X x i z /\
  ~ exists D, sizes (length D) /\ Forall (X x i) D /\ let earns := fun z' a Z => expects_in_g_plus x i a (with_agent Z x i z') in
    (forall Z a, all_among X Z -> a < signals x -> (times (length D) (earns z a Z) <= sum (map (fun z' => earns z' a Z) D))%Q) /\
    exists Z a, all_among X Z /\ a < signals x /\ (times (length D) (earns z a Z) < sum (map (fun z' => earns z' a Z) D))%Q.
Fixpoint both_left_after (t : nat) : sets_of_both :=
  match t with 0 => fun _ _ z => forall a, is_triplicate k l np (z a) | S t' => round_of_both (both_left_after t') end.

Definition best_knowing (x : side) (i : nat) (knows : state -> bool) (d : message) : Prop := forall p, p < np -> forall y, is_bundle k l y ->
  let value := fun y => sum (map (fun o => times (f o) (gets x i o p (bundle_of k y))) (filter knows states)) in (value y <= value (d p))%Q.
Definition supplies_or_demands (x : side) (i a : nat) (d : message) : Prop := valid k l np d /\ best_knowing x i (fun o => o x i =? a) d.

(* First messages m of the others who are shown, that take prices at their signals t; and what i knows then. *)
Definition others_of (x : side) (i m : nat) (g : side -> list nat) : Prop :=
  forall y, NoDup (g y) /\ length (g y) = m /\ (forall j, In j (g y) -> j < r * n) /\ (y = x -> ~ In i (g y)).
Definition tell (g : side -> list nat) (t : side -> nat -> nat) (m : side -> nat -> message) : Prop :=
  forall y j, In j (g y) -> t y j < signals y /\ supplies_or_demands y j (t y j) (m y j).
Definition told (x : side) (i a : nat) (g : side -> list nat) (t : side -> nat -> nat) (o : state) : bool :=
  (o x i =? a) && forallb (fun j => o Seller j =? t Seller j) (g Seller) && forallb (fun j => o Buyer j =? t Buyer j) (g Buyer).
Definition tuple_of (g : side -> list nat) (m : side -> nat -> message) : list message := interleave (map (m Seller) (g Seller)) (map (m Buyer) (g Buyer)).

(* (16), (17) and (18) on the path, of an agent who knows her own signal. *)
Definition obeys_16_to_18 (x : side) (i : nat) (z : nat -> triplicate) : Prop := forall a, a < signals x ->
  supplies_or_demands x i a (first (z a)) /\
  (forall g t m, others_of x i n g -> tell g t m -> best_knowing x i (told x i a g t) (second (z a) (tuple_of g m))) /\
  (forall g t m, others_of x i ((r - 1) * n) g -> tell g t m -> best_knowing x i (told x i a g t) (third (z a) (tuple_of g m))).

(* ---- hypotheses ---- *)

Definition alike_states (o o' : state) : Prop := forall x i, i < r * n -> o x i = o' x i.
Definition states_are_signals : Prop := NoDup states /\ (forall o o', In o states -> In o' states -> alike_states o o' -> o = o') /\
  (forall o, In o states -> forall x i, i < r * n -> o x i < signals x) /\
  forall o, (forall x i, i < r * n -> o x i < signals x) -> exists o', In o' states /\ 1 <= f o' /\ alike_states o o'.
Definition f_symmetric : Prop := forall s o o', (forall x, renames (s x) (r * n)) -> In o states -> In o' states -> alike_states o' (renamed s o) -> f o = f o'.
Definition payoffs_of_signals : Prop := forall o o' x i q y, i < r * n -> alike_states o o' -> (gets x i o q y == gets x i o' q y)%Q.
Definition payoffs_anonymous : Prop := forall s x i o q y, (forall x, renames (s x) (r * n)) -> i < r * n -> (gets x (s x i) o q y == gets x i (renamed s o) q y)%Q.
Definition equation_15 : Prop := forall x j a a' d d', j < r * n -> a < signals x -> a' < signals x -> a <> a' ->
  supplies_or_demands x j a d -> supplies_or_demands x j a' d' -> ~ alike k np d d'.
(* A seller's preferences are settled by her own signal and those of the other groups. *)
Definition condition_3 : Prop := forall i g o o' p y y', i < r * n -> others_of Seller i ((r - 1) * n) g -> p < np -> is_bundle k l y -> is_bundle k l y' ->
  o Seller i = o' Seller i -> (forall x j, In j (g x) -> o x j = o' x j) ->
  (gets Seller i o p (bundle_of k y) < gets Seller i o p (bundle_of k y'))%Q -> (gets Seller i o' p (bundle_of k y) < gets Seller i o' p (bundle_of k y'))%Q.
Definition hypotheses_of_theorem_6 : Prop := 1 <= n /\ 3 <= r /\ picks_a_minimiser tie /\ (forall b, 1 <= w b) /\ (forall x, 1 <= signals x) /\
  states_are_signals /\ f_symmetric /\ payoffs_of_signals /\ payoffs_anonymous /\ equation_15 /\ condition_3 /\
  (forall s o, s < r * n -> Condition_1 k l Seller (c s o)) /\ sizes 1.

(* ---- the theorem ---- *)

Definition theorem_6 : Prop := hypotheses_of_theorem_6 ->
  (forall x i t z, i < r * n -> 2 <= t -> (both_left_after t x i z <-> both_left_after 1 x i z /\ obeys_16_to_18 x i z)) /\
  (forall x i, i < r * n -> exists z, forall t, both_left_after t x i z) /\
  (forall x i a Z z, i < r * n -> a < signals x -> all_among (both_left_after 2) Z -> both_left_after 0 x i z ->
     (expects_in_g_plus x i a (with_agent Z x i z) <= expects_in_g_plus x i a (with_agent Z x i (Z x i)))%Q).
End Statement.
