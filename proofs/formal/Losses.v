(* What is lost in G* at one phi: the surplus of an allocation, payoffs with money, what rationing costs, and excesses. *)
From Coq Require Import List Arith ZArith QArith.
From Matsushima Require Import Rationing Grouping Outcome GStar Theorem1_Q.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

(* p . y, with P the grid, and a payoff with any cost or value w of bundles: no Condition 1, nothing separable. *)
Definition paid (k : nat) (P : nat -> nat -> Q) (p : nat) (y : list nat) : Q :=
  sum (map (fun h => times (nth h y 0) (P p h)) (seq 0 k)).
Definition quasilinear (k : nat) (x : side) (P : nat -> nat -> Q) (w : list nat -> Q) : payoff :=
  fun p y => match x with Seller => (paid k P p y - w y)%Q | Buyer => (w y - paid k P p y)%Q end.

(* All prices are between 0 and 1. *)
Definition unit_prices (k np : nat) (P : nat -> nat -> Q) : Prop := forall p h, p < np -> h < k -> (0 <= P p h <= 1)%Q.

(* Over all agents, side by side. *)
Definition of_all (m : nat) (f : side -> nat -> Q) : Q := sum (map (fun x => sum (map (f x) (seq 0 m))) [Seller; Buyer]).

(* What each of the 2n sellers and 2n buyers may trade so that (1) holds, and what that is worth: money cancels. *)
Definition feasible (m k l : nat) (y : side -> nat -> nat -> nat) : Prop :=
  (forall x i, i < m -> is_bundle k l (y x i)) /\
  forall h, h < k -> list_sum (map (fun i => y Seller i h) (seq 0 m)) = list_sum (map (fun i => y Buyer i h) (seq 0 m)).
Definition surplus (m k : nat) (w : side -> nat -> list nat -> Q) (y : side -> nat -> nat -> nat) : Q :=
  of_all m (fun x i => match x with Seller => (- w Seller i (bundle_of k (y x i)))%Q | Buyer => w Buyer i (bundle_of k (y x i)) end).

(* What an agent earns if she trades at her price what she names there: the indirect utility V_i(q_i) of a price taker. *)
Definition hoped (n k np : nat) (tie : list nat -> nat) (u : payoff) (x : side) (A : profile) (i : nat) (phi : grouping) : Q :=
  let (q, _) := trade k x (g_star n k np tie A phi) i in u q (bundle_of k (A x i q)).
(* What rationing costs everybody together. *)
Definition rationing_costs (n k np : nat) (tie : list nat -> nat) (u : side -> nat -> payoff) (A : profile) (phi : grouping) : Q :=
  of_all (2 * n) (fun x i => (hoped n k np tie (u x i) x A i phi - earns n k np tie (u x i) x A i phi)%Q).

(* |e_g(p)|, the sum over h, at the price that clears the group g itself. *)
Definition excess_units (k : nat) (A : profile) (g : side -> list nat) (p : nat) : nat :=
  list_sum (map (fun h => distance (total (A Seller) (g Seller) p h) (total (A Buyer) (g Buyer) p h)) (seq 0 k)).
Definition own_excess (n k np : nat) (tie : list nat -> nat) (A : profile) (phi : grouping) (beta : nat) : Q :=
  inject_Z (Z.of_nat (excess_units k A (group n beta phi) (price k np tie A (group n beta phi)))).

(* No unit costs less than 0, or is worth more than B; under Condition 1 it is enough that this holds of first units. *)
Definition units_within (k l : nat) (x : side) (B : Q) (c : nat -> nat -> Q) : Prop :=
  forall h t, h < k -> 1 <= t <= l -> match x with Seller => (0 <= c h t)%Q | Buyer => (c h t <= B)%Q end.
