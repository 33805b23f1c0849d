(* The duality lemma is not about nothing, and none of its two terms can be dropped. *)
From Coq Require Import List Arith Lia Permutation ZArith QArith Qminmax Lqa.
From Matsushima Require Import Rationing Grouping Outcome GStar OwnMessage Theorem1_Q Theorem3 Losses DualityLemma Controls.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

(* n = k = 1, l = 2, prices 0 and 1.  Costs 0, 1/4 and 1, 3/2 of first and second units; values 3/2, 3/2 and 5/4, 1/2. *)
Definition units (x : side) (i : nat) (h t : nat) : Q :=
  match x, i, t with
  | Seller, 0, 1 => 0 | Seller, 0, _ => 1 # 4 | Seller, _, 1 => 1 | Seller, _, _ => 3 # 2
  | Buyer, 0, _ => 3 # 2 | Buyer, _, 1 => 5 # 4 | Buyer, _, _ => 1 # 2
  end.
Definition demands : profile := fun x i p _ =>
  match x, i, p with Seller, 0, 0 => 0 | Seller, 0, _ => 2 | Seller, _, _ => 0 | Buyer, 0, _ => 2 | Buyer, _, 0 => 2 | Buyer, _, _ => 1 end.
Definition payoffs (x : side) (i : nat) : payoff := trader_payoff 1 x (grid 1) (units x i).
Definition worth_of (x : side) (i : nat) (z : list nat) : Q := sum (map (fun h => upto (units x i h) (nth h z 0%nat)) (seq 0 1)).
(* Seller 0 is with buyer 1. *)
Definition mixed : grouping := pair_up [0; 1] [1; 0].
(* Seller 0 sells two units, seller 1 one; buyer 0 buys two, buyer 1 one. *)
Definition best (x : side) (i h : nat) : nat := match i with 0 => 2 | _ => 1 end.

Definition hypotheses (A : profile) (P : nat -> nat -> Q) : Prop :=
  picks_a_minimiser lowest /\ unit_prices 1 2 P /\ In mixed (Phi 2) /\ feasible 2 1 2 best /\
  (forall x i p y, i < 2 -> (payoffs x i p y == quasilinear 1 x P (worth_of x i) p y)%Q) /\
  (forall x i, i < 2 -> valid 1 2 2 (A x i)).
Definition lost (A : profile) (y : side -> nat -> nat -> nat) : Q :=
  (surplus 2 1 worth_of y - of_all 2 (fun x i => earns 1 1 2 lowest (payoffs x i) x A i mixed))%Q.

(* ---- theorems ---- *)

Lemma hypotheses_but_for_prices : forall A, (forall x i p h, A x i p h <= 2) -> hypotheses A (grid 1).
Proof.
  intros A V. split; [exact lowest_picks|split; [|split; [|split; [split|split]]]].
  - intros p h Hp Hh. unfold grid, Qle. destruct p as [|[|p]]; simpl; lia.
  - apply (Phi_complete 2 [0; 1] [1; 0]); unfold is_order; simpl; [reflexivity|apply perm_swap].
  - intros x i Hi h Hh. destruct i; simpl; lia.
  - intros h Hh. reflexivity.
  - intros; apply trader_payoff_is_quasilinear.
  - intros x i _ p h _ _. apply V.
Qed.

Theorem hypotheses_example : hypotheses demands (grid 1) /\
  (forall x i, i < 2 -> price_taking 1 2 2 (payoffs x i) (demands x i)) /\
  (forall x i, i < 2 -> units_within 1 2 x (3 # 2) (units x i)).
Proof.
  split; [|split].
  - apply hypotheses_but_for_prices. intros [] [|i] [|p] h; simpl; lia.
  - intros x i Hi p Hp y Hy. specialize (Hy 0 ltac:(lia)). unfold payoffs, trader_payoff. rewrite !separable_bundle.
    unfold gain, units, grid, demands. destruct x, i as [|[|i]], p as [|[|p]]; try lia; destruct (y 0) as [|[|[|t]]] eqn:E; try lia;
      simpl; rewrite E; simpl; unfold Qle; simpl; lia.
  - intros x i Hi h t Hh Ht. destruct x, i as [|[|i]], t as [|[|[|t]]]; try lia; simpl; unfold Qle; simpl; lia.
Qed.

(* More is lost than by rationing: the excess cannot be dropped. *)
Theorem the_excess_is_needed : (rationing_costs 1 1 2 lowest payoffs demands mixed < lost demands best)%Q.
Proof. vm_compute. reflexivity. Qed.

(* Who names nothing at any price is not rationed, and the excesses are zero: others than price takers may lose more. *)
Theorem price_taking_is_needed : let silent := fun _ _ _ _ => 0 : nat in hypotheses silent (grid 1) /\
  (rationing_costs 1 1 2 lowest payoffs silent mixed +
   Qmin (own_excess 1 1 2 lowest silent mixed 0) (own_excess 1 1 2 lowest silent mixed 1) < lost silent best)%Q.
Proof. split; [apply hypotheses_but_for_prices; intros; lia|]. vm_compute. reflexivity. Qed.
