(* Markets that a program writes down, for the comparison of these definitions with the mechanisms (encoding.py). *)
From Coq Require Import List Arith Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar GPlus.
Import ListNotations.

(* ---- definitions ---- *)

Definition message_of (L : list (list nat)) : message := fun p h => nth h (nth p L []) 0.

Fixpoint weigh (i : nat) (L : list nat) : nat :=
  match L with [] => 0 | a :: t => (i * a) mod 7 + weigh (S i) t end.

(* Which of its demands a second or third message names depends on every entry that it sees, and on their order. *)
Definition code (k np : nat) (seen : list message) : nat :=
  fold_left (fun acc m => (3 * acc + weigh 1 (flat_map (fun p => map (m p) (seq 0 k)) (seq 0 np))) mod 101) seen 0.
Definition chosen (k np : nat) (L : list (list (list nat))) : list message -> message :=
  fun seen => message_of (nth (code k np seen mod length L) L []).
Definition profile_of (S B : list (list (list nat))) : profile :=
  fun x j => message_of (nth j (match x with Seller => S | Buyer => B end) []).
Definition triplicate_of (k np : nat) (t : list (list (list nat)) * list (list (list nat)) * list (list (list nat))) : triplicate :=
  let '(a, b, c) := t in {| first := chosen k np a []; second := chosen k np b; third := chosen k np c |}.
Definition triplicates_of (k np : nat) S B : triplicates :=
  fun x j => triplicate_of k np (nth j (match x with Seller => S | Buyer => B end) ([], [], [])).
Definition trades (m k : nat) (o : outcome) := map (trade k Seller o) (seq 0 m) ++ map (trade k Buyer o) (seq 0 m).
Fixpoint same_list {X} (same : X -> X -> bool) (x y : list X) : bool :=
  match x, y with [], [] => true | a :: x', b :: y' => same a b && same_list same x' y' | _, _ => false end.
Definition same (x y : list (nat * list nat)) : bool :=
  same_list (fun a b => (fst a =? fst b) && same_list Nat.eqb (snd a) (snd b)) x y.
