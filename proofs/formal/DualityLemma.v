(* The duality lemma: in G*, at every phi, what is lost is what rationing costs, and one group's excess at its own price. *)
From Coq Require Import List Arith Lia Permutation QArith Qminmax Lqa ZArith.
From Matsushima Require Import Rationing Grouping Outcome GStar OwnMessage Theorem1_Q Sums Losses.
Import ListNotations.
Open Scope nat_scope.

(* ---- lemmas ---- *)

Lemma times_inject : forall t x, (times t x == inject_Z (Z.of_nat t) * x)%Q.
Proof.
  induction t as [|t IH]; intros x; [simpl; ring|]. cbn [times]. rewrite IH. rewrite Nat2Z.inj_succ. unfold Z.succ.
  rewrite inject_Z_plus. ring.
Qed.
Lemma times_add : forall s t x, (times (s + t) x == times s x + times t x)%Q.
Proof. intros. rewrite !times_inject, Nat2Z.inj_add, inject_Z_plus. ring. Qed.
Lemma times_list_sum {X} : forall (f : X -> nat) L x, (sum (map (fun i => times (f i) x) L) == times (list_sum (map f L)) x)%Q.
Proof. induction L as [|a L IH]; intros x; [reflexivity|]. simpl map. simpl list_sum. cbn [sum]. rewrite IH, times_add. reflexivity. Qed.

(* What is paid for the difference of two amounts at the difference of two prices is no more than the units. *)
Lemma paid_for_excess : forall s d x y, (0 <= x <= 1)%Q -> (0 <= y <= 1)%Q ->
  (times s x - times s y - (times d x - times d y) <= inject_Z (Z.of_nat (distance s d)))%Q.
Proof.
  intros s d x y X Y. rewrite !times_inject. unfold distance.
  assert (N : (0 <= inject_Z (Z.of_nat (s - d + (d - s))))%Q) by (change 0%Q with (inject_Z 0); rewrite <- Zle_Qle; lia).
  destruct (le_lt_dec d s) as [L|L].
  - replace (Z.of_nat s) with (Z.of_nat d + Z.of_nat (s - d + (d - s)))%Z by lia. rewrite inject_Z_plus.
    set (e := inject_Z (Z.of_nat (s - d + (d - s)))) in *. set (f := inject_Z (Z.of_nat d)). nra.
  - replace (Z.of_nat d) with (Z.of_nat s + Z.of_nat (s - d + (d - s)))%Z by lia. rewrite inject_Z_plus.
    set (e := inject_Z (Z.of_nat (s - d + (d - s)))) in *. set (f := inject_Z (Z.of_nat s)). nra.
Qed.

Lemma paid_bundle : forall k P p y, (paid k P p (bundle_of k y) == sum (map (fun h => times (y h) (P p h)) (seq 0 k)))%Q.
Proof. intros. apply sum_comp. intros h H. apply in_seq in H. rewrite bundle_nth by lia. reflexivity. Qed.
Lemma paid_in_all : forall k P p (y : nat -> nat -> nat) L,
  (sum (map (fun i => paid k P p (bundle_of k (y i))) L) == sum (map (fun h => times (list_sum (map (fun i => y i h) L)) (P p h)) (seq 0 k)))%Q.
Proof.
  intros. rewrite (sum_comp _ (fun i => sum (map (fun h => times (y i h) (P p h)) (seq 0 k)))) by (intros; apply paid_bundle).
  rewrite sum_swap_Q. apply sum_comp. intros h _. apply times_list_sum.
Qed.
Lemma sum_sub {X} : forall (g h : X -> Q) L, (sum (map (fun x => g x - h x) L) == sum (map g L) - sum (map h L))%Q.
Proof. induction L as [|x L IH]; simpl; [lra|]. rewrite IH. lra. Qed.
Lemma sum_inject {X} : forall (f : X -> nat) L, (sum (map (fun x => inject_Z (Z.of_nat (f x))) L) == inject_Z (Z.of_nat (list_sum (map f L))))%Q.
Proof.
  induction L as [|x L IH]; [reflexivity|]. simpl map. simpl list_sum. cbn [sum]. rewrite IH, Nat2Z.inj_add, inject_Z_plus. reflexivity.
Qed.

(* The payoffs of section 2.1 are of this form. *)
Theorem trader_payoff_is_quasilinear : forall k x P c p y,
  (trader_payoff k x P c p y == quasilinear k x P (fun z => sum (map (fun h => upto (c h) (nth h z 0%nat)) (seq 0 k))) p y)%Q.
Proof.
  intros k x P c p y. unfold trader_payoff, separable, quasilinear, paid, gain. destruct x; rewrite <- sum_sub; apply sum_comp; intros; reflexivity.
Qed.

Section Groups.
Variable n : nat.
Variable phi : grouping.
Hypothesis in_Phi : In phi (Phi (2 * n)).

Lemma by_group : forall f, (of_all (2 * n) f ==
  sum (map (f Seller) (group n 0 phi Seller)) + sum (map (f Buyer) (group n 0 phi Buyer)) +
  (sum (map (f Seller) (group n 1 phi Seller)) + sum (map (f Buyer) (group n 1 phi Buyer))))%Q.
Proof.
  intros f. unfold of_all. cbn [map sum]. pose proof (Phi_spec _ _ in_Phi) as G.
  assert (S : forall x, (sum (map (f x) (seq 0 (2 * n))) == sum (map (f x) (group n 0 phi x)) + sum (map (f x) (group n 1 phi x)))%Q).
  { intros x. rewrite <- sum_app. unfold group. rewrite two_blocks by apply G. symmetry. apply sum_permuted, G. }
  rewrite !S. ring.
Qed.

Lemma member_bound : forall beta x i, beta < 2 -> In i (group n beta phi x) -> i < 2 * n.
Proof.
  intros beta x i B I. pose proof (Phi_spec _ _ in_Phi x) as G. assert (J : In i (phi x)).
  { rewrite <- (two_blocks n (phi x) G). apply in_or_app. unfold group in I. destruct beta as [|[|b]]; [left|right|lia]; exact I. }
  apply (Permutation_in _ G) in J. apply in_seq in J. lia.
Qed.
End Groups.

(* ---- theorems ---- *)

Section Duality.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Hypothesis np1 : 1 <= np.
Variable P : nat -> nat -> Q.
Hypothesis between_0_and_1 : unit_prices k np P.
Variable w : side -> nat -> list nat -> Q.
Variable u : side -> nat -> payoff.
Hypothesis money_is_paid : forall x i p y, i < 2 * n -> (u x i p y == quasilinear k x P (w x i) p y)%Q.
Variable A : profile.
Hypothesis valid_messages : forall x i, i < 2 * n -> valid k l np (A x i).
Hypothesis takes_prices : forall x i, i < 2 * n -> price_taking k l np (u x i) (A x i).
Variable phi : grouping.
Hypothesis in_Phi : In phi (Phi (2 * n)).

Let V (x : side) (i p : nat) : Q := u x i p (bundle_of k (A x i p)).
Let own (beta : nat) : nat := price k np tie A (group n beta phi).

Lemma own_is_a_price : forall beta, own beta < np.
Proof. intros. now apply price_clears. Qed.

(* Money cancels: at any one price all payoffs of a feasible allocation together are its surplus. *)
Lemma money_cancels : forall y p, feasible (2 * n) k l y ->
  (of_all (2 * n) (fun x i => u x i p (bundle_of k (y x i))) == surplus (2 * n) k w y)%Q.
Proof.
  intros y p [_ B]. unfold surplus, of_all. cbn [map sum].
  rewrite (sum_comp (fun i => u Seller i p (bundle_of k (y Seller i))) (fun i => quasilinear k Seller P (w Seller i) p (bundle_of k (y Seller i))))
    by (intros i I; apply in_seq in I; apply money_is_paid; lia).
  rewrite (sum_comp (fun i => u Buyer i p (bundle_of k (y Buyer i))) (fun i => quasilinear k Buyer P (w Buyer i) p (bundle_of k (y Buyer i))))
    by (intros i I; apply in_seq in I; apply money_is_paid; lia).
  unfold quasilinear. rewrite !sum_sub, !paid_in_all.
  assert (E : (sum (map (fun h => times (list_sum (map (fun i => y Seller i h) (seq 0 (2 * n)))) (P p h)) (seq 0 k)) ==
    sum (map (fun h => times (list_sum (map (fun i => y Buyer i h) (seq 0 (2 * n)))) (P p h)) (seq 0 k)))%Q).
  { apply sum_comp. intros h H. apply in_seq in H. rewrite B by lia. reflexivity. }
  rewrite E. assert (M : (sum (map (fun i => - w Seller i (bundle_of k (y Seller i))) (seq 0 (2 * n))) ==
    - sum (map (fun i => w Seller i (bundle_of k (y Seller i))) (seq 0 (2 * n))))%Q).
  { generalize (seq 0 (2 * n)). intros L. induction L as [|a L IH]; simpl; [reflexivity|]. rewrite IH. ring. }
  rewrite M. ring.
Qed.

(* A price taker's indirect utility is worth no less than any bundle. *)
Lemma indirect : forall x i p y, i < 2 * n -> p < np -> is_bundle k l y -> (u x i p (bundle_of k y) <= V x i p)%Q.
Proof. intros. now apply takes_prices. Qed.

(* Messages are subgradients: at q, what was named at p changes its price alone. *)
Lemma subgradient : forall x i p q, i < 2 * n -> p < np -> q < np ->
  (V x i p + (match x with Seller => paid k P q (bundle_of k (A x i p)) - paid k P p (bundle_of k (A x i p))
                         | Buyer => paid k P p (bundle_of k (A x i p)) - paid k P q (bundle_of k (A x i p)) end) <= V x i q)%Q.
Proof.
  intros x i p q I Hp Hq. pose proof (indirect x i q (A x i p) I Hq (fun h H => valid_messages x i I p h Hp H)) as H.
  unfold V in *. rewrite (money_is_paid x i q (bundle_of k (A x i p)) I) in H. rewrite (money_is_paid x i p _ I).
  unfold quasilinear in *. destruct x; lra.
Qed.

(* So a group's indirect utilities at another price are short of those at p by its excess at p at the most. *)
Lemma group_moves : forall beta p q, beta < 2 -> p < np -> q < np ->
  (sum (map (fun i => V Seller i p) (group n beta phi Seller)) + sum (map (fun i => V Buyer i p) (group n beta phi Buyer)) <=
   sum (map (fun i => V Seller i q) (group n beta phi Seller)) + sum (map (fun i => V Buyer i q) (group n beta phi Buyer)) +
   inject_Z (Z.of_nat (excess_units k A (group n beta phi) p)))%Q.
Proof.
  intros beta p q B Hp Hq. set (g := group n beta phi).
  assert (S : (sum (map (fun i => V Seller i p + (paid k P q (bundle_of k (A Seller i p)) - paid k P p (bundle_of k (A Seller i p)))) (g Seller))
    <= sum (map (fun i => V Seller i q) (g Seller)))%Q).
  { apply sum_le. intros i I. apply (subgradient Seller); auto. now apply (member_bound n phi in_Phi beta Seller). }
  assert (D : (sum (map (fun i => V Buyer i p + (paid k P p (bundle_of k (A Buyer i p)) - paid k P q (bundle_of k (A Buyer i p)))) (g Buyer))
    <= sum (map (fun i => V Buyer i q) (g Buyer)))%Q).
  { apply sum_le. intros i I. apply (subgradient Buyer); auto. now apply (member_bound n phi in_Phi beta Buyer). }
  rewrite sum_add, sum_sub, !paid_in_all in S, D. unfold excess_units. rewrite <- sum_inject.
  assert (E : (sum (map (fun h => times (total (A Seller) (g Seller) p h) (P p h) - times (total (A Seller) (g Seller) p h) (P q h)
      - (times (total (A Buyer) (g Buyer) p h) (P p h) - times (total (A Buyer) (g Buyer) p h) (P q h))) (seq 0 k))
    <= sum (map (fun h => inject_Z (Z.of_nat (distance (total (A Seller) (g Seller) p h) (total (A Buyer) (g Buyer) p h)))) (seq 0 k)))%Q).
  { apply sum_le. intros h H. apply in_seq in H. apply paid_for_excess; apply between_0_and_1; auto; lia. }
  rewrite !sum_sub in E. unfold total, named in E |- *. fold g. lra.
Qed.

(* Who is in which group trades at the other group's price. *)
Lemma hopes : forall beta x i, beta < 2 -> In i (group n beta phi x) ->
  hoped n k np tie (u x i) x A i phi = V x i (own (1 - beta)).
Proof.
  intros beta x i B I. pose proof (Phi_spec _ _ in_Phi x) as G.
  pose proof (in_one_block n (phi x) i G (member_bound n phi in_Phi beta x i B I)) as O. unfold group in I.
  unfold hoped, g_star. cbn [map trade star_group members at_price].
  destruct beta as [|[|b]]; [| |lia].
  - destruct O as [[I0 _]|[N _]]; [|contradiction]. change (block n 0 (phi x)) with (group n 0 phi x) in I0.
    rewrite (proj2 (is_member_In _ _) I0). reflexivity.
  - destruct O as [[_ N]|[N I1]]; [contradiction|]. change (block n 0 (phi x)) with (group n 0 phi x) in N.
    change (block n 1 (phi x)) with (group n 1 phi x) in I1.
    rewrite (is_member_not _ _ N), (proj2 (is_member_In _ _) I1). reflexivity.
Qed.

Lemma one_side : forall beta y, beta < 2 -> feasible (2 * n) k l y ->
  (surplus (2 * n) k w y <= of_all (2 * n) (fun x i => hoped n k np tie (u x i) x A i phi) + own_excess n k np tie A phi beta)%Q.
Proof.
  intros beta y B F. rewrite <- (money_cancels y (own beta) F). rewrite !(by_group n phi in_Phi).
  assert (Le : forall b x, b < 2 -> (sum (map (fun i => u x i (own beta) (bundle_of k (y x i))) (group n b phi x)) <=
    sum (map (fun i => V x i (own beta)) (group n b phi x)))%Q).
  { intros b x Hb. apply sum_le. intros i I. pose proof (member_bound n phi in_Phi b x i Hb I). apply indirect; auto; [apply own_is_a_price|]. now apply F. }
  assert (Ho : forall b x, b < 2 -> (sum (map (fun i => hoped n k np tie (u x i) x A i phi) (group n b phi x)) ==
    sum (map (fun i => V x i (own (1 - b))) (group n b phi x)))%Q).
  { intros b x Hb. apply sum_comp. intros i I. rewrite (hopes b x i Hb I). reflexivity. }
  rewrite !Ho by lia. pose proof (Le 0 Seller ltac:(lia)). pose proof (Le 0 Buyer ltac:(lia)).
  pose proof (Le 1 Seller ltac:(lia)). pose proof (Le 1 Buyer ltac:(lia)).
  pose proof (group_moves beta (own beta) (own (1 - beta)) B (own_is_a_price _) (own_is_a_price _)) as M.
  unfold own_excess. fold (own beta). destruct beta as [|[|b]]; [| |lia]; simpl (1 - _) in *; lra.
Qed.

Lemma of_all_sub : forall m f g, (of_all m (fun x i => f x i - g x i) == of_all m f - of_all m g)%Q.
Proof. intros. unfold of_all. cbn [map sum]. rewrite !sum_sub. ring. Qed.

(* W* - sum u_i <= sum (V_i(q_i) - u_i) + min(|e_1|, |e_2|), each excess at the group's own clearing price; for every
   feasible allocation y in place of the best one. *)
Theorem duality_lemma : forall y, feasible (2 * n) k l y ->
  (surplus (2 * n) k w y - of_all (2 * n) (fun x i => earns n k np tie (u x i) x A i phi) <=
   rationing_costs n k np tie u A phi + Qmin (own_excess n k np tie A phi 0) (own_excess n k np tie A phi 1))%Q.
Proof.
  intros y F. unfold rationing_costs. rewrite of_all_sub. pose proof (one_side 0 y ltac:(lia) F). pose proof (one_side 1 y ltac:(lia) F).
  destruct (Q.min_spec (own_excess n k np tie A phi 0) (own_excess n k np tie A phi 1)) as [[_ E]|[_ E]]; rewrite E; lra.
Qed.
End Duality.

(* ---- what rationing costs ---- *)

Section CostOfRationing.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Hypothesis np1 : 1 <= np.
Variable P : nat -> nat -> Q.
Hypothesis between_0_and_1 : unit_prices k np P.
Variable B : Q.
Hypothesis B1 : (1 <= B)%Q.
Variable c : side -> nat -> nat -> nat -> Q.
Hypothesis within : forall x i, i < 2 * n -> units_within k l x B (c x i).
Let u (x : side) (i : nat) : payoff := trader_payoff k x P (c x i).
Variable A : profile.
Hypothesis valid_messages : forall x i, i < 2 * n -> valid k l np (A x i).
Variable phi : grouping.
Hypothesis in_Phi : In phi (Phi (2 * n)).

Let own (beta : nat) : nat := price k np tie A (group n beta phi).
Let got (beta : nat) (x : side) (i h : nat) : nat :=
  entry i (group n beta phi x) (rationed A (group n beta phi) (own (1 - beta)) x h).

Lemma got_at_most_named : forall beta x i h, got beta x i h <= A x i (own (1 - beta)) h.
Proof.
  intros. unfold got. rewrite rationed_serve. unfold named. generalize (total (A (opposite x)) (group n beta phi (opposite x)) (own (1 - beta)) h).
  induction (group n beta phi x) as [|j g IH]; intros t; [simpl; lia|]. simpl. destruct (Nat.eqb_spec i j) as [->|_]; [lia|apply IH].
Qed.

Lemma lost_units : forall x i p h s m, i < 2 * n -> p < np -> h < k -> s <= m -> m <= l ->
  (gain x P (c x i) p h m - gain x P (c x i) p h s <= B * (inject_Z (Z.of_nat m) - inject_Z (Z.of_nat s)))%Q.
Proof.
  intros x i p h s m I Hp Hh L. induction L as [|m L IH]; intros Hl; [setoid_replace (inject_Z (Z.of_nat s) - inject_Z (Z.of_nat s))%Q with 0%Q by ring; lra|].
  specialize (IH ltac:(lia)). pose proof (within x i I h (S m) Hh ltac:(lia)) as W. pose proof (between_0_and_1 p h Hp Hh) as Hb.
  rewrite Nat2Z.inj_succ. unfold Z.succ. rewrite inject_Z_plus. change (inject_Z 1) with 1%Q.
  destruct x; cbn [gain times upto] in *; lra.
Qed.

Lemma one_group : forall beta x i, beta < 2 -> In i (group n beta phi x) ->
  (hoped n k np tie (u x i) x A i phi - earns n k np tie (u x i) x A i phi <=
   sum (map (fun h => B * (inject_Z (Z.of_nat (A x i (own (1 - beta)) h)) - inject_Z (Z.of_nat (got beta x i h)))) (seq 0 k)))%Q.
Proof.
  intros beta x i Hb I. pose proof (member_bound n phi in_Phi beta x i Hb I) as Hi.
  assert (E : trade k x (g_star n k np tie A phi) i = (own (1 - beta), bundle_of k (got beta x i))).
  { pose proof (Phi_spec _ _ in_Phi x) as G. pose proof (in_one_block n (phi x) i G Hi) as O. unfold g_star. cbn [map trade star_group members at_price amounts].
    destruct beta as [|[|b]]; [| |lia].
    - rewrite (proj2 (is_member_In i (group n 0 phi x)) I). reflexivity.
    - destruct O as [[_ N]|[N _]]; [contradiction|]. rewrite (is_member_not i (group n 0 phi x) N), (proj2 (is_member_In i (group n 1 phi x)) I). reflexivity. }
  unfold hoped, earns. rewrite E. unfold u, trader_payoff. rewrite !separable_bundle, <- sum_sub. apply sum_le. intros h H. apply in_seq in H.
  assert (Q : own (1 - beta) < np) by now apply price_clears.
  apply lost_units; auto; [lia|apply got_at_most_named|apply valid_messages; auto; lia].
Qed.

Lemma units_short : forall beta x h, (sum (map (fun i => inject_Z (Z.of_nat (A x i (own (1 - beta)) h)) - inject_Z (Z.of_nat (got beta x i h))) (group n beta phi x)) ==
  inject_Z (Z.of_nat (total (A x) (group n beta phi x) (own (1 - beta)) h - total (A (opposite x)) (group n beta phi (opposite x)) (own (1 - beta)) h)))%Q.
Proof.
  intros beta x h. rewrite sum_sub, !sum_inject. unfold got. rewrite entries;
    [|apply (block_NoDup n beta (phi x) (2 * n)), (Phi_spec _ _ in_Phi x)|apply rationed_length].
  rewrite rationed_serve, serve_total. change (list_sum (map (fun i => A x i (own (1 - beta)) h) (group n beta phi x))) with (total (A x) (group n beta phi x) (own (1 - beta)) h).
  change (list_sum (named (A x) (group n beta phi x) (own (1 - beta)) h)) with (total (A x) (group n beta phi x) (own (1 - beta)) h).
  set (a := total (A x) _ _ h). set (b := total (A (opposite x)) _ _ h).
  replace (Z.of_nat (a - b)) with (Z.of_nat a + - Z.of_nat (Nat.min a b))%Z by lia. rewrite inject_Z_plus, inject_Z_opp. ring.
Qed.

Lemma sum_scaled {X} : forall (b : Q) (g : X -> Q) L, (sum (map (fun x => b * g x) L) == b * sum (map g L))%Q.
Proof. induction L as [|x L IH]; simpl; [ring|]. rewrite IH. ring. Qed.

Lemma group_costs : forall beta, beta < 2 ->
  (sum (map (fun i => hoped n k np tie (u Seller i) Seller A i phi - earns n k np tie (u Seller i) Seller A i phi) (group n beta phi Seller)) +
   sum (map (fun i => hoped n k np tie (u Buyer i) Buyer A i phi - earns n k np tie (u Buyer i) Buyer A i phi) (group n beta phi Buyer)) <=
   B * inject_Z (Z.of_nat (excess_units k A (group n beta phi) (own (1 - beta)))))%Q.
Proof.
  intros beta Hb.
  assert (S : forall x, (sum (map (fun i => hoped n k np tie (u x i) x A i phi - earns n k np tie (u x i) x A i phi) (group n beta phi x)) <=
    B * sum (map (fun h => inject_Z (Z.of_nat (total (A x) (group n beta phi x) (own (1 - beta)) h - total (A (opposite x)) (group n beta phi (opposite x)) (own (1 - beta)) h))) (seq 0 k)))%Q).
  { intros x. rewrite <- sum_scaled.
    apply Qle_trans with (sum (map (fun i => sum (map (fun h => B * (inject_Z (Z.of_nat (A x i (own (1 - beta)) h)) - inject_Z (Z.of_nat (got beta x i h)))) (seq 0 k))) (group n beta phi x)))%Q.
    - apply sum_le. intros i I. now apply one_group.
    - rewrite sum_swap_Q. apply sum_le. intros h _. rewrite sum_scaled, units_short. lra. }
  pose proof (S Seller) as HS. pose proof (S Buyer) as HB. rewrite sum_inject in HS, HB. cbn [opposite] in *. unfold excess_units.
  set (g := group n beta phi) in *. set (q := own (1 - beta)) in *.
  assert (E : (inject_Z (Z.of_nat (list_sum (map (fun h => distance (total (A Seller) (g Seller) q h) (total (A Buyer) (g Buyer) q h)) (seq 0 k)))) ==
    inject_Z (Z.of_nat (list_sum (map (fun h => (total (A Seller) (g Seller) q h - total (A Buyer) (g Buyer) q h)%nat) (seq 0 k)))) +
    inject_Z (Z.of_nat (list_sum (map (fun h => (total (A Buyer) (g Buyer) q h - total (A Seller) (g Seller) q h)%nat) (seq 0 k)))))%Q).
  { rewrite <- inject_Z_plus, <- Nat2Z.inj_add, <- sum_plus. reflexivity. }
  rewrite E. lra.
Qed.

(* Sum (V_i(q_i) - u_i) <= B (|e_1(p~)| + |e_2(p^)|): whoever gets less than she named loses at most B a unit. *)
Theorem cost_of_rationing : (rationing_costs n k np tie u A phi <= B *
  (inject_Z (Z.of_nat (excess_units k A (group n 0 phi) (own 1))) + inject_Z (Z.of_nat (excess_units k A (group n 1 phi) (own 0)))))%Q.
Proof.
  unfold rationing_costs. rewrite (by_group n phi in_Phi). pose proof (group_costs 0 ltac:(lia)) as G0. pose proof (group_costs 1 ltac:(lia)) as G1.
  simpl (1 - _) in *. lra.
Qed.
End CostOfRationing.
