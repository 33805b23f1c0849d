(* Theorem 3 as printed (section 2.4) is false at every n: without Condition 1 the price-taking message, although it is
   the only one, is not dominant. *)
From Coq Require Import QArith Lqa Lia List Arith ZArith.
From Matsushima Require Import Grouping Outcome GStar OwnMessage Theorem1_Q.
Import ListNotations.
Open Scope nat_scope.

(* ---- definitions ---- *)

(* One commodity, two units: a first unit costs 9/10 and a second one 1/20 more, 19/20 for both. *)
Definition costs (h t : nat) : Q := match t with 1 => 9 # 10 | _ => 1 # 20 end.

(* The grid with T = 2, and the grid with T = 2^n, whose p-th price is p / 2^n. *)
Definition grid (T p h : nat) : Q := Z.of_nat p # Pos.of_nat T.

(* The price-taking messages at the prices of the grid are all alike: D_i is a singleton. *)
Definition only_price_taking (k l np : nat) (u : payoff) (d : message) : Prop :=
  valid k l np d /\ price_taking k l np u d /\
  forall d', valid k l np d' -> price_taking k l np u d' -> forall p h, p < np -> h < k -> d' p h = d p h.

(* The sequence of docs/theorem-1.md: T = 2^n; seller 0 has the costs above; both units of the i-th of the other
   sellers, and of the buyers, cost or are worth (3i - 1) / 6n. *)
Definition worth (n i : nat) (h t : nat) : Q := Z.of_nat (3 * S i - 1) # Pos.of_nat (6 * n).
Definition unit_worth (n : nat) (x : side) (i : nat) : nat -> nat -> Q :=
  match x, i with Seller, 0 => costs | _, _ => worth n i end.

(* ---- theorems ---- *)

Lemma grid_lt : forall T p a b, 1 <= T -> (grid T p 0 < a # b)%Q <-> (Z.of_nat p * Zpos b < a * Z.of_nat T)%Z.
Proof.
  intros. unfold grid, Qlt. simpl. replace (Z.pos (Pos.of_nat T)) with (Z.of_nat T) by lia. reflexivity.
Qed.
Lemma grid_gt : forall T p a b, 1 <= T -> (a # b < grid T p 0)%Q <-> (a * Z.of_nat T < Z.of_nat p * Zpos b)%Z.
Proof.
  intros. unfold grid, Qlt. simpl. replace (Z.pos (Pos.of_nat T)) with (Z.of_nat T) by lia. reflexivity.
Qed.

(* With the example's numbers: at a price between 19/40 and 9/10 two units pay and one alone does not. *)
Theorem theorem_3_fails_on_a_grid : forall n tie i T p, picks_a_minimiser tie -> 1 <= n -> i < 2 * n -> 1 <= T -> p <= T ->
  (19 # 40 < grid T p 0)%Q -> (grid T p 0 < 9 # 10)%Q ->
  forall d, valid 1 2 (S T) d -> ~ dominant n 1 2 (S T) tie (trader_payoff 1 Seller (grid T) costs) Seller i d.
Proof.
  intros n tie i T p C Hn Hi HT Hp H1 H2. apply nothing_is_dominant with (p := p); try assumption; try reflexivity; try lia;
    unfold trader_payoff, separable, gain, costs; simpl; lra.
Qed.

(* At every n, on the grid with T = 2, every seller with these costs and under every tie rule. *)
Theorem theorem_3_fails : forall n tie i, picks_a_minimiser tie -> 1 <= n -> i < 2 * n ->
  forall d, valid 1 2 3 d -> ~ dominant n 1 2 3 tie (trader_payoff 1 Seller (grid 2) costs) Seller i d.
Proof. intros. apply (theorem_3_fails_on_a_grid n tie i 2 1); try assumption; try lia; unfold grid, Qlt; simpl; lia. Qed.

Lemma power_not_divisible : forall n, (Z.of_nat (2 ^ n) mod 3 = 1 \/ Z.of_nat (2 ^ n) mod 3 = 2)%Z.
Proof.
  induction n as [|n IH]; [now left|]. replace (2 ^ S n) with (2 * 2 ^ n) by (simpl; lia).
  rewrite Nat2Z.inj_mul, Zmult_mod. destruct IH as [->| ->]; [right|left]; reflexivity.
Qed.

Lemma power_positive : forall n, 1 <= 2 ^ n.
Proof. induction n; simpl; lia. Qed.

(* No agent's worth is a price of the grid. *)
Lemma worth_off_the_grid : forall n i p, 1 <= n -> (Z.of_nat (3 * S i - 1) * Z.of_nat (2 ^ n) <> Z.of_nat p * Z.of_nat (6 * n))%Z.
Proof.
  intros n i p Hn E.
  assert (M : ((Z.of_nat (3 * S i - 1) * Z.of_nat (2 ^ n)) mod 3 = 0)%Z).
  { rewrite E. replace (Z.of_nat p * Z.of_nat (6 * n))%Z with ((Z.of_nat p * Z.of_nat (2 * n)) * 3)%Z by lia. apply Z_mod_mult. }
  rewrite Zmult_mod in M. replace (Z.of_nat (3 * S i - 1)) with (2 + Z.of_nat i * 3)%Z in M by lia.
  rewrite Z_mod_plus_full in M. destruct (power_not_divisible n) as [H|H]; rewrite H in M; discriminate.
Qed.

Lemma worth_differs : forall n i p, 1 <= n ->
  (grid (2 ^ n) p 0 < worth n i 0 0)%Q \/ (worth n i 0 0 < grid (2 ^ n) p 0)%Q.
Proof.
  intros n i p Hn. unfold worth. rewrite (grid_lt _ _ _ _ (power_positive n)), (grid_gt _ _ _ _ (power_positive n)).
  pose proof (worth_off_the_grid n i p Hn). replace (Z.pos (Pos.of_nat (6 * n))) with (Z.of_nat (6 * n)) by lia. lia.
Qed.

(* A message that earns strictly more than every other amount at every price is the only price-taking one. *)
Lemma strictly_best : forall np u d, (forall p, p < np -> d p 0 <= 2) ->
  (forall p t, p < np -> t <= 2 -> t <> d p 0 -> (u p [t] < u p [d p 0%nat])%Q) -> only_price_taking 1 2 np u d.
Proof.
  intros np u d V B. split; [|split].
  - intros p h Hp Hh. assert (h = 0) by lia. subst. now apply V.
  - intros p Hp y Hy. specialize (Hy 0 ltac:(lia)). unfold bundle_of. simpl.
    destruct (Nat.eq_dec (y 0) (d p 0)) as [->|N]; [lra|]. specialize (B p (y 0) Hp Hy N). lra.
  - intros d' V' PT p h Hp Hh. assert (h = 0) by lia. subst.
    destruct (Nat.eq_dec (d' p 0) (d p 0)) as [E|N]; [exact E|exfalso].
    specialize (B p (d' p 0) Hp (V' p 0 Hp Hh) N).
    specialize (PT p Hp (d p) ltac:(intros h Hh'; assert (h = 0) by lia; subst; now apply V)). unfold bundle_of in PT. simpl in PT. lra.
Qed.

(* Along the sequence every agent has exactly one price-taking message, as Theorem 3 assumes ... *)
Theorem every_D_is_a_singleton : forall n x i, 1 <= n ->
  exists d, only_price_taking 1 2 (S (2 ^ n)) (trader_payoff 1 x (grid (2 ^ n)) (unit_worth n x i)) d.
Proof.
  intros n x i Hn. pose proof (power_positive n) as Pw.
  assert (W : forall p, {(worth n i 0 0 < grid (2 ^ n) p 0)%Q} + {~ (worth n i 0 0 < grid (2 ^ n) p 0)%Q}).
  { intros p. destruct (Qlt_le_dec (worth n i 0 0) (grid (2 ^ n) p 0)); [left; assumption|right; lra]. }
  assert (F : forall p, {(19 # 40 < grid (2 ^ n) p 0)%Q} + {~ (19 # 40 < grid (2 ^ n) p 0)%Q}).
  { intros p. destruct (Qlt_le_dec (19 # 40) (grid (2 ^ n) p 0)); [left; assumption|right; lra]. }
  assert (Off : forall p, (grid (2 ^ n) p 0 < 19 # 40)%Q \/ (19 # 40 < grid (2 ^ n) p 0)%Q).
  { intros p. rewrite (grid_lt _ _ _ _ Pw), (grid_gt _ _ _ _ Pw).
    assert (D : forall z, (19 * Z.of_nat (2 ^ n) <> z * 40)%Z); [|specialize (D (Z.of_nat p)); lia].
    intros z E. assert (M5 : forall m, (Z.of_nat (2 ^ m) mod 5 <> 0)%Z).
    { induction m as [|m IH]; [discriminate|]. replace (2 ^ S m) with (2 * 2 ^ m) by (simpl; lia).
      rewrite Nat2Z.inj_mul, Zmult_mod. pose proof (Z.mod_pos_bound (Z.of_nat (2 ^ m)) 5 ltac:(lia)) as Bd.
      assert (Cases : (Z.of_nat (2 ^ m) mod 5 = 1 \/ Z.of_nat (2 ^ m) mod 5 = 2 \/ Z.of_nat (2 ^ m) mod 5 = 3 \/ Z.of_nat (2 ^ m) mod 5 = 4)%Z) by lia.
      destruct Cases as [->|[->|[->| ->]]]; discriminate. }
    apply (M5 n). apply (f_equal (fun v => (v mod 5)%Z)) in E. rewrite Zmult_mod in E.
    replace (z * 40)%Z with ((z * 8) * 5)%Z in E by lia. rewrite Z_mod_mult in E.
    pose proof (Z.mod_pos_bound (Z.of_nat (2 ^ n)) 5 ltac:(lia)) as Bd. simpl (19 mod 5)%Z in E.
    assert (Cases : (Z.of_nat (2 ^ n) mod 5 = 0 \/ Z.of_nat (2 ^ n) mod 5 = 1 \/ Z.of_nat (2 ^ n) mod 5 = 2 \/ Z.of_nat (2 ^ n) mod 5 = 3 \/ Z.of_nat (2 ^ n) mod 5 = 4)%Z) by lia.
    destruct Cases as [H|[H|[H|[H|H]]]]; rewrite H in E; try discriminate; exact H. }
  destruct x.
  - destruct i as [|i].
    + exists (fun p _ => if F p then 2 else 0). apply strictly_best; intros p; [destruct (F p); lia|].
      intros t Hp Ht N. unfold trader_payoff, separable, gain, unit_worth, costs. destruct (F p) as [A|A]; simpl.
      * destruct t as [|[|[|t]]]; simpl in *; try lia; lra.
      * destruct (Off p) as [B|B]; [|contradiction]. destruct t as [|[|[|t]]]; simpl in *; try lia; lra.
    + exists (fun p _ => if W p then 2 else 0). apply strictly_best; intros p; [destruct (W p); lia|].
      intros t Hp Ht N. unfold trader_payoff, separable, gain, unit_worth. pose proof (worth_differs n (S i) p Hn) as Df.
      change (worth n (S i) 0 1) with (worth n (S i) 0 0). destruct (W p) as [A|A]; destruct t as [|[|[|t]]]; simpl in *; try lia;
        change (worth n (S i) 0 1) with (worth n (S i) 0 0); change (worth n (S i) 0 2) with (worth n (S i) 0 0); destruct Df; try contradiction; lra.
  - exists (fun p _ => if W p then 0 else 2). apply strictly_best; intros p; [destruct (W p); lia|].
    intros t Hp Ht N. unfold trader_payoff, separable, gain, unit_worth. pose proof (worth_differs n i p Hn) as Df.
    destruct (W p) as [A|A]; destruct t as [|[|[|t]]]; simpl in *; try lia;
      change (worth n i 0 1) with (worth n i 0 0); change (worth n i 0 2) with (worth n i 0 0); destruct Df; try contradiction; lra.
Qed.

(* ... and seller 0's is dominant at no n, since no message of hers is. *)
Theorem theorem_3_fails_along_the_sequence : forall n tie, picks_a_minimiser tie -> 1 <= n ->
  forall d, valid 1 2 (S (2 ^ n)) d ->
  ~ dominant n 1 2 (S (2 ^ n)) tie (trader_payoff 1 Seller (grid (2 ^ n)) (unit_worth n Seller 0)) Seller 0 d.
Proof.
  intros n tie C Hn. destruct n as [|n]; [lia|].
  assert (E : Z.of_nat (2 ^ S n) = (2 * Z.of_nat (2 ^ n))%Z) by (replace (2 ^ S n) with (2 * 2 ^ n) by (simpl; lia); lia).
  apply (theorem_3_fails_on_a_grid (S n) tie 0 (2 ^ S n) (2 ^ n)); try assumption; try lia; try apply power_positive.
  - rewrite (grid_gt _ _ _ _ (power_positive (S n))), E. pose proof (power_positive n). lia.
  - rewrite (grid_lt _ _ _ _ (power_positive (S n))), E. pose proof (power_positive n). lia.
Qed.
