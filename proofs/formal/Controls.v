(* The statements are not empty, and their hypotheses are no decoration. *)
From Coq Require Import List Arith Lia ZArith QArith Lqa.
From Matsushima Require Import Rationing Grouping Outcome GStar OwnMessage GDoubleStar GPlus Theorem1_Q Theorem3.
Import ListNotations.
Open Scope nat_scope.

(* ---- each hypothesis has an example ---- *)

(* The two rules clear. *)
Lemma picks_step : forall x y t j b, (j < length (y :: t) /\ forall q, q < length (y :: t) -> nth j (y :: t) 0 <= nth q (y :: t) 0) ->
  (b = true -> x <= nth j (y :: t) 0) -> (b = false -> nth j (y :: t) 0 <= x) ->
  let i := if b then 0 else S j in
  i < length (x :: y :: t) /\ forall q, q < length (x :: y :: t) -> nth i (x :: y :: t) 0 <= nth q (x :: y :: t) 0.
Proof.
  intros x y t j b [J1 J2] T F i. unfold i. destruct b; split; try (simpl in *; lia).
  - intros [|q] Hq; [apply le_n|]. change (nth (S q) (x :: y :: t) 0) with (nth q (y :: t) 0).
    specialize (T eq_refl). specialize (J2 q ltac:(simpl in *; lia)). simpl (nth 0 _ _). lia.
  - intros [|q] Hq; change (nth (S j) (x :: y :: t) 0) with (nth j (y :: t) 0); [now apply F|].
    change (nth (S q) (x :: y :: t) 0) with (nth q (y :: t) 0). apply J2. simpl in *. lia.
Qed.

Theorem lowest_picks : picks_a_minimiser lowest.
Proof.
  intros L. induction L as [|x [|y t] IH]; intros N; [congruence|split; [simpl; lia|intros [|q] Hq; simpl in *; lia]|].
  change (lowest (x :: y :: t)) with (if x <=? nth (lowest (y :: t)) (y :: t) 0 then 0 else S (lowest (y :: t))).
  apply picks_step; [apply IH; discriminate|intros E; now apply Nat.leb_le in E|intros E; apply Nat.leb_gt in E; lia].
Qed.
Theorem highest_picks : picks_a_minimiser highest.
Proof.
  intros L. induction L as [|x [|y t] IH]; intros N; [congruence|split; [simpl; lia|intros [|q] Hq; simpl in *; lia]|].
  change (highest (x :: y :: t)) with (if x <? nth (highest (y :: t)) (y :: t) 0 then 0 else S (highest (y :: t))).
  apply picks_step; [apply IH; discriminate|intros E; apply Nat.ltb_lt in E; lia|intros E; apply Nat.ltb_ge in E; lia].
Qed.

(* Unit costs that do not fall, unit values that do not rise. *)
Theorem Condition_1_example : Condition_1 2 3 Seller (fun _ t => Z.of_nat t # 1) /\ Condition_1 2 3 Buyer (fun _ t => - Z.of_nat t # 1).
Proof. split; intros h t _ _ _; unfold Qle; simpl; lia. Qed.

(* Valid messages, profiles and triplicates, and a price-taking message. *)
Theorem valid_example : all_valid 1 2 3 (fun _ _ _ _ => 1) /\ asks_valid 1 1 2 3 (fun _ => {| first := fun _ _ => 1; second := fun _ _ _ => 2; third := fun _ _ _ => 0 |}) /\
  triplicates_valid 1 3 1 2 3 (fun _ _ => {| first := fun _ _ => 1; second := fun _ _ _ => 2; third := fun _ _ _ => 0 |}).
Proof.
  split; [intros x j p h _ _; lia|split].
  - intros gb [] j p h _ _; simpl; lia.
  - intros phi [] beta x j p h _ _; simpl; lia.
Qed.

(* ---- Condition 1 dropped: Theorem 1 fails, by the seller of Theorem 3 ---- *)

Theorem condition_1_is_needed : ~ (forall c d, valid 1 2 3 d -> price_taking 1 2 3 (trader_payoff 1 Seller (grid 2) c) d ->
  dominant 1 1 2 3 lowest (trader_payoff 1 Seller (grid 2) c) Seller 0 d).
Proof.
  intros H. set (d := fun p _ : nat => match p with 0 => 0 | _ => 2 end).
  assert (V : valid 1 2 3 d) by (intros [|p] h _ _; simpl; lia).
  apply (theorem_3_fails 1 lowest 0 lowest_picks ltac:(lia) ltac:(lia) d V). apply H; [exact V|].
  intros p Hp y Hy. specialize (Hy 0 ltac:(lia)). unfold trader_payoff. rewrite !separable_bundle. unfold gain, costs, grid, d.
  destruct p as [|[|[|p]]]; [| | |lia]; destruct (y 0) as [|[|[|t]]] eqn:E; try lia; simpl; rewrite E; simpl; try lra; lia.
Qed.

(* ---- broken mechanisms ---- *)

(* If a group traded at its own price, price-taking would not be dominant: a buyer who values one unit at 3/4 asks for
   nothing at price 1/2, lest her group trade there. *)
Definition own_price_group n k np tie A phi beta : group_trade :=
  let q := price k np tie A (group n beta phi) in
  {| members := group n beta phi; at_price := q; amounts := rationed A (group n beta phi) q |}.
Definition own_price_mechanism n k np tie A phi : outcome := map (own_price_group n k np tie A phi) [0; 1].
Definition own_price_earns n k np tie (u : payoff) x A i phi : Q :=
  let (q, y) := trade k x (own_price_mechanism n k np tie A phi) i in u q y.

Definition buyers_value (h t : nat) : Q := 3 # 4.
Definition truth : message := fun p _ => match p with 0 | 1 => 1 | _ => 0 end.         (* p = 0, 1/2, 1 *)
Definition feint : message := fun p _ => match p with 0 => 1 | _ => 0 end.
Definition willing : profile := fun _ _ _ _ => 1.

Theorem an_own_price_breaks_theorem_1 :
  Condition_1 1 1 Buyer buyers_value /\ price_taking 1 1 3 (trader_payoff 1 Buyer (grid 2) buyers_value) truth /\
  let expects := fun d => sum (map (own_price_earns 1 1 3 highest (trader_payoff 1 Buyer (grid 2) buyers_value) Buyer (announces willing Buyer 0 d) 0) (Phi 2)) in
  (expects truth < expects feint)%Q.
Proof.
  split; [intros h t _ H1 H2; lia|split].
  - intros p Hp y Hy. specialize (Hy 0 ltac:(lia)). unfold trader_payoff. rewrite !separable_bundle. unfold gain, buyers_value, grid, truth.
    destruct p as [|[|[|p]]]; [| | |lia]; destruct (y 0) as [|[|t]] eqn:E; try lia; simpl; rewrite E; simpl; try lra; lia.
  - vm_compute. reflexivity.
Qed.

(* If excess demand were not met by raising sellers, goods would not balance in G**. *)
Definition unraised (ms md : nat -> message) (g : side -> list nat) (q : nat) (x : side) (h : nat) : list nat :=
  match x with Buyer => named md (g Buyer) q h | Seller => serve (named ms (g Seller) q h) (total md (g Buyer) q h) end.
Theorem unraised_sellers_break_equation_1 :
  ~ forall k ms md g q, balanced k {| members := g; at_price := q; amounts := unraised ms md g q |}.
Proof. intros H. specialize (H 1 (fun _ _ _ => 0) (fun _ _ _ => 1) (fun _ => [0]) 0 0 ltac:(lia)). discriminate. Qed.
