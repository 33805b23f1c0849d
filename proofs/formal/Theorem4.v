(* Theorem 4 as read with one seller and one buyer in a group (docs/theorem-4.md): the statement.  Its sellers are proved
   (SellersInGDoubleStar); its buyers are OPEN here: nothing in this file is a proof, and no verdict rests on it. *)
From Coq Require Import List Arith QArith.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q.
Import ListNotations.
Open Scope nat_scope.

Section Statement.
Variables k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch -> nat.                                (* in proportion to eta, eta, eta, 1 - 3 eta *)
Variable signals : side -> nat.                            (* the signals of a side are 0, ..., signals x - 1 *)
Variable states : list state.
Variable f : state -> nat.                                 (* in proportion to the probability of a state *)
Variable P : nat -> nat -> Q.
Variable c : nat -> nat -> nat -> nat -> Q.                (* seller, her signal, commodity, unit *)
Variable v : nat -> state -> list nat -> Q.                (* buyer, state, bundle *)

(* ---- definitions ---- *)

Definition spend (q : nat) (y : list nat) : Q := sum (map (fun h => times (nth h y 0) (P q h)) (seq 0 k)).
Definition seller_pays (s : nat) (o : state) : payoff := trader_payoff k Seller P (c s (o Seller s)).
Definition buyer_pays (j : nat) (o : state) : payoff := fun q y => (v j o y - spend q y)%Q.
Definition pays (x : side) : nat -> state -> payoff := match x with Seller => seller_pays | Buyer => buyer_pays end.

(* Strategies: a message, or a triplicate, for each own signal.  A set of strategies for every agent. *)
Definition sets := ((nat -> (nat -> message) -> Prop) * (nat -> (nat -> triplicate) -> Prop))%type.
Definition seller_plays (S : nat -> nat -> message) (o : state) (s : nat) : message := S s (o Seller s).
Definition buyer_plays (B : nat -> nat -> triplicate) (o : state) (j : nat) : triplicate := B j (o Buyer j).

(* What agent i of side x with signal a expects, times the probability of a. *)
Definition expects (x : side) (i a : nat) (S : nat -> nat -> message) (B : nat -> nat -> triplicate) : Q :=
  sum (map (fun o => times (f o) (sum (map (fun t : draw => let '(phi, (p, b)) := t in
        let (q, y) := trade k x (g_double_star 1 k l np tie (seller_plays S o) (buyer_plays B o) phi p b) i in
        times (w b) (pays x i o q y)) (draws 1 np))))
      (filter (fun o => o x i =? a) states)).

Definition with_seller (S : nat -> nat -> message) (s : nat) (z : nat -> message) : nat -> nat -> message := fun j => if j =? s then z else S j.
Definition with_buyer (B : nat -> nat -> triplicate) (i : nat) (z : nat -> triplicate) : nat -> nat -> triplicate := fun j => if j =? i then z else B j.
Definition among (X : sets) S B : Prop := (forall s, s < 2 -> fst X s (S s)) /\ (forall j, j < 2 -> snd X j (B j)).

(* One round: a strategy leaves if another one in the set is never worse, whatever the own signal and whatever the others
   play that is left, and sometimes better. *)
Definition next_round (X : sets) : sets :=
  (fun s z => fst X s z /\ ~ exists z', fst X s z' /\
     (forall S B a, among X S B -> a < signals Seller -> (expects Seller s a (with_seller S s z) B <= expects Seller s a (with_seller S s z') B)%Q) /\
     exists S B a, among X S B /\ a < signals Seller /\ (expects Seller s a (with_seller S s z) B < expects Seller s a (with_seller S s z') B)%Q,
   fun i z => snd X i z /\ ~ exists z', snd X i z' /\
     (forall S B a, among X S B -> a < signals Buyer -> (expects Buyer i a S (with_buyer B i z) <= expects Buyer i a S (with_buyer B i z'))%Q) /\
     exists S B a, among X S B /\ a < signals Buyer /\ (expects Buyer i a S (with_buyer B i z) < expects Buyer i a S (with_buyer B i z'))%Q).
(* Messages are tables: what is shown does not depend on entries outside the market. *)
Definition reads_tables (z : nat -> triplicate) : Prop := forall a seen seen', Forall2 (fun d d' => forall p h, p < np -> h < k -> d p h = d' p h) seen seen' ->
  second (z a) seen = second (z a) seen' /\ third (z a) seen = third (z a) seen'.
Definition all_strategies : sets :=
  (fun _ z => forall a, valid k l np (z a),
   fun _ z => reads_tables z /\ forall a, valid k l np (first (z a)) /\ (forall seen, valid k l np (second (z a) seen)) /\ forall seen, valid k l np (third (z a) seen)).
Fixpoint left_after (r : nat) : sets := match r with 0 => all_strategies | S r' => next_round (left_after r') end.

(* D_i(a), and what is best for a buyer who knows both buyers' signals. *)
Definition best_given (j : nat) (knows : state -> bool) (d : message) : Prop := forall p, p < np -> forall y, is_bundle k l y ->
  let value := fun y => sum (map (fun o => times (f o) (buyer_pays j o p (bundle_of k y))) (filter knows states)) in (value y <= value (d p))%Q.
Definition mate (j : nat) : nat := 1 - j.
Definition takes_prices (j a : nat) (d : message) : Prop := valid k l np d /\ best_given j (fun o => o Buyer j =? a) d.

(* (10) on the path: what a buyer with signal a says first, second, and third after a first message that a mate sends who
   takes prices at her signal t.  Tuples are in the order of the buyers. *)
Definition tuple (j : nat) (own other : message) : list message := if j =? 0 then [own; other] else [other; own].
Definition obeys_10 (j : nat) (z : nat -> triplicate) : Prop := forall a, a < signals Buyer ->
  takes_prices j a (first (z a)) /\ takes_prices j a (second (z a) [first (z a)]) /\
  forall t d, t < signals Buyer -> takes_prices (mate j) t d ->
    best_given j (fun o => (o Buyer j =? a) && (o Buyer (mate j) =? t))%bool (third (z a) (tuple j (first (z a)) d)).

(* ---- hypotheses ---- *)

Definition full_support : Prop := forall o, (forall x i, i < 2 -> o x i < signals x) -> exists o', In o' states /\ 1 <= f o' /\ forall x i, i < 2 -> o' x i = o x i.
Definition within_signals : Prop := forall o, In o states -> forall x i, i < 2 -> o x i < signals x.
Definition each_state_once : Prop := forall o o', In o states -> In o' states -> (forall x i, i < 2 -> o x i = o' x i) -> o = o'.
Definition condition_2 : Prop := forall j o o' y, (forall i, i < 2 -> o Buyer i = o' Buyer i) -> (v j o y == v j o' y)%Q.
Definition equation_8 : Prop := forall j a a', a < signals Buyer -> a' < signals Buyer -> a <> a' -> forall d, ~ (takes_prices j a d /\ exists d', takes_prices j a' d' /\ forall p h, p < np -> h < k -> d' p h = d p h).
(* ---- the theorem ---- *)

Definition theorem_4_at_n_1 : Prop := picks_a_minimiser tie -> 1 <= k -> 1 <= l -> 1 <= np -> (forall b, 1 <= w b) ->
  within_signals -> each_state_once -> full_support -> condition_2 -> equation_8 ->
  forall i, i < 2 ->
  (* no message of a seller is ever eliminated *)
  (forall r z, fst (left_after r) i z <-> fst all_strategies i z) /\
  (* S^inf = S^2 = S^1 and (10) *)
  (forall r z, 2 <= r -> (snd (left_after r) i z <-> snd (left_after 1) i z /\ obeys_10 i z)) /\
  (* interchangeable: every survivor is a best reply to every profile of survivors *)
  (forall S B a z, among (left_after 2) S B -> a < signals Buyer -> snd all_strategies i z ->
     (expects Buyer i a S (with_buyer B i z) <= expects Buyer i a S B)%Q) /\
  (forall S B a z, among (left_after 2) S B -> a < signals Seller -> fst all_strategies i z ->
     (expects Seller i a (with_seller S i z) B <= expects Seller i a S B)%Q).
End Statement.
