(* Section 3: payoffs that depend on signals, strategies in G**, and rounds of elimination. *)
From Coq Require Import List Arith QArith.
From Matsushima Require Import Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q.
Import ListNotations.
Open Scope nat_scope.

Section Game.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch -> nat.                                (* in proportion to eta, eta, eta, 1 - 3 eta *)
Variable signals : side -> nat.                            (* the signals of a side are 0, ..., signals x - 1 *)
Variable states : list state.
Variable f : state -> nat.                                 (* in proportion to the probability of a state *)
Variable P : nat -> nat -> Q.
Variable c : nat -> nat -> nat -> nat -> Q.                (* seller, her signal, commodity, unit *)
Variable v : nat -> state -> list nat -> Q.                (* buyer, state, bundle *)
(* How many strategies a dominator may mix, each equally likely and some perhaps alike: 1 for the paper's dominance by a
   strategy, any number for dominance by a mixture with rational probabilities. *)
Variable sizes : nat -> Prop.

(* ---- definitions ---- *)

Definition spend (q : nat) (y : list nat) : Q := sum (map (fun h => times (nth h y 0) (P q h)) (seq 0 k)).
Definition seller_pays (s : nat) (o : state) : payoff := trader_payoff k Seller P (c s (o Seller s)).
Definition buyer_pays (j : nat) (o : state) : payoff := fun q y => (v j o y - spend q y)%Q.
Definition pays (x : side) : nat -> state -> payoff := match x with Seller => seller_pays | Buyer => buyer_pays end.

(* Strategies: a message, or a triplicate, for each own signal.  A set of strategies for every agent. *)
Definition sets := ((nat -> (nat -> message) -> Prop) * (nat -> (nat -> triplicate) -> Prop))%type.
Definition seller_plays (S : nat -> nat -> message) (o : state) (s : nat) : message := S s (o Seller s).
Definition buyer_plays (B : nat -> nat -> triplicate) (o : state) (j : nat) : triplicate := B j (o Buyer j).

(* What agent i of side x with signal a expects, in proportion: times the probability of a and the number of draws. *)
Definition expects (x : side) (i a : nat) (S : nat -> nat -> message) (B : nat -> nat -> triplicate) : Q :=
  sum (map (fun o => times (f o) (sum (map (fun t : draw => let '(phi, (p, b)) := t in
        let (q, y) := trade k x (g_double_star n k l np tie (seller_plays S o) (buyer_plays B o) phi p b) i in
        times (w b) (pays x i o q y)) (draws n np))))
      (filter (fun o => o x i =? a) states)).

Definition with_seller (S : nat -> nat -> message) (s : nat) (z : nat -> message) : nat -> nat -> message := fun j => if j =? s then z else S j.
Definition with_buyer (B : nat -> nat -> triplicate) (i : nat) (z : nat -> triplicate) : nat -> nat -> triplicate := fun j => if j =? i then z else B j.
Definition among (X : sets) S B : Prop := (forall s, s < 2 * n -> fst X s (S s)) /\ (forall j, j < 2 * n -> snd X j (B j)).

(* One round: a strategy leaves if what is in its set, or a mixture of that, is never worse, whatever the own signal and
   whatever the others play that is left, and sometimes better. *)
Definition next_round (X : sets) : sets :=
  (fun s z => fst X s z /\ ~ exists Z, sizes (length Z) /\ Forall (fst X s) Z /\
     let earns := fun z' a S B => expects Seller s a (with_seller S s z') B in
     (forall S B a, among X S B -> a < signals Seller -> (times (length Z) (earns z a S B) <= sum (map (fun z' => earns z' a S B) Z))%Q) /\
     exists S B a, among X S B /\ a < signals Seller /\ (times (length Z) (earns z a S B) < sum (map (fun z' => earns z' a S B) Z))%Q,
   fun i z => snd X i z /\ ~ exists Z, sizes (length Z) /\ Forall (snd X i) Z /\
     let earns := fun z' a S B => expects Buyer i a S (with_buyer B i z') in
     (forall S B a, among X S B -> a < signals Buyer -> (times (length Z) (earns z a S B) <= sum (map (fun z' => earns z' a S B) Z))%Q) /\
     exists S B a, among X S B /\ a < signals Buyer /\ (times (length Z) (earns z a S B) < sum (map (fun z' => earns z' a S B) Z))%Q).

(* Messages are tables: what is shown does not depend on entries outside the market. *)
Definition alike (d d' : message) : Prop := forall p h, p < np -> h < k -> d p h = d' p h.
Definition is_triplicate (m : triplicate) : Prop :=
  (forall seen seen', Forall2 alike seen seen' -> second m seen = second m seen' /\ third m seen = third m seen') /\
  valid k l np (first m) /\ (forall seen, valid k l np (second m seen)) /\ forall seen, valid k l np (third m seen).
Definition all_strategies : sets := (fun _ z => forall a, valid k l np (z a), fun _ z => forall a, is_triplicate (z a)).
Fixpoint left_after (r : nat) : sets := match r with 0 => all_strategies | S r' => next_round (left_after r') end.

(* What is best for a buyer who knows no more of the state than this, and D_j(a). *)
Definition best_given (j : nat) (knows : state -> bool) (d : message) : Prop := forall p, p < np -> forall y, is_bundle k l y ->
  let value := fun y => sum (map (fun o => times (f o) (buyer_pays j o p (bundle_of k y))) (filter knows states)) in (value y <= value (d p))%Q.
Definition takes_prices (j a : nat) (d : message) : Prop := valid k l np d /\ best_given j (fun o => o Buyer j =? a) d.

(* ---- hypotheses ---- *)

Definition same_signals (o o' : state) : Prop := forall x i, i < 2 * n -> o x i = o' x i.
Definition within_signals : Prop := forall o, In o states -> forall x i, i < 2 * n -> o x i < signals x.
Definition full_support : Prop := forall o, (forall x i, i < 2 * n -> o x i < signals x) -> exists o', In o' states /\ 1 <= f o' /\ same_signals o o'.
(* As read: values do not depend on the sellers' signals.  (That costs do not depend on others' is in the type of c.) *)
Definition condition_2 : Prop := forall j o o' y, j < 2 * n -> (forall i, i < 2 * n -> o Buyer i = o' Buyer i) -> (v j o y == v j o' y)%Q.
(* The price-taking demands of different signals differ. *)
Definition equation_8 : Prop := forall j a a' d d', j < 2 * n -> a < signals Buyer -> a' < signals Buyer -> a <> a' ->
  takes_prices j a d -> takes_prices j a' d' -> ~ alike d d'.
End Game.
