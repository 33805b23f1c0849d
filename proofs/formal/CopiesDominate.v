(* Round 1 by mixed dominance, at every n (docs/theorem-4-groups.md): a buyer whose first message does not take prices is
   dominated by a mixture of copies. *)
From Coq Require Import List Arith Lia Permutation Factorial QArith Lqa Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q Interdependent Sums Swaps Copies.
Import ListNotations.
Open Scope nat_scope.

Section Market.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch -> nat.
Variable i : nat.
Hypothesis is_buyer : i < 2 * n.

(* ---- what a buyer buys ---- *)

Definition price_paid (ms : nat -> message) (mb : nat -> triplicate) (phi : grouping) (p : nat) (b : branch) : nat :=
  match b with B4 => second_price n k np tie ms mb (group n (if is_member i (block n 0 (phi Buyer)) then 1 else 0) phi) | _ => p end.

Lemma entry_of_member : forall (h : nat -> nat) g, In i g -> entry i g (map h g) = h i.
Proof.
  intros h g I. induction g as [|j g IH]; [destruct I|]. simpl. destruct (Nat.eqb_spec i j) as [->|N]; [reflexivity|].
  apply IH. destruct I; [congruence|assumption].
Qed.

Lemma buyer_buys : forall ms mb phi p b, is_grouping (2 * n) phi ->
  trade k Buyer (g_double_star n k l np tie ms mb phi p b) i =
  let q := price_paid ms mb phi p b in (q, bundle_of k (demand n mb (own n i (phi Buyer)) b i q)).
Proof.
  intros ms mb phi p b G. unfold g_double_star, price_paid, own. cbn [map trade].
  change (members (double_star_group n k l np tie ms mb phi p b 0) Buyer) with (block n 0 (phi Buyer)).
  change (members (double_star_group n k l np tie ms mb phi p b 1) Buyer) with (block n 1 (phi Buyer)).
  destruct (in_one_block n (phi Buyer) i (G Buyer) is_buyer) as [[I O]|[O I]].
  - rewrite (proj2 (is_member_In _ _) I). f_equal. apply bundle_ext. intros h _.
    simpl. unfold named. rewrite (entry_of_member (fun j => demand n mb (block n 0 (phi Buyer)) b j _ h)) by exact I. destruct b; reflexivity.
  - rewrite (is_member_not _ _ O), (proj2 (is_member_In _ _) I). f_equal. apply bundle_ext. intros h _.
    simpl. unfold named. rewrite (entry_of_member (fun j => demand n mb (block n 1 (phi Buyer)) b j _ h)) by exact I. destruct b; reflexivity.
Qed.

Lemma demand_same : forall mb mb' g b j, (forall x, mb x = mb' x) -> demand n mb g b j = demand n mb' g b j.
Proof. intros mb mb' g b j E. destruct b; simpl; rewrite E; try reflexivity; f_equal; apply map_ext; intros; now rewrite E. Qed.

(* The price of the other group is made by what its members say. *)
Lemma price_paid_same : forall ms mb mb' phi p b, is_grouping (2 * n) phi -> (forall j, j <> i -> mb j = mb' j) ->
  price_paid ms mb phi p b = price_paid ms mb' phi p b.
Proof.
  intros ms mb mb' phi p b G E. destruct b; try reflexivity. unfold price_paid, second_price. set (beta := if is_member i (block n 0 (phi Buyer)) then 1 else 0).
  assert (N : ~ In i (block n beta (phi Buyer))).
  { unfold beta. destruct (in_one_block n (phi Buyer) i (G Buyer) is_buyer) as [[I O]|[O I]]; [now rewrite (proj2 (is_member_In _ _) I)|now rewrite (is_member_not _ _ O)]. }
  apply price_of_a_group. intros [] j J; [reflexivity|]. assert (D : forall x, In x (group n beta phi Buyer) -> mb x = mb' x).
  { intros x X. apply E. intros ->. exact (N X). }
  simpl. rewrite (D j J). f_equal. apply map_ext_in. intros x X. now rewrite (D x X).
Qed.

(* ---- copies earn what the original earns, but for what they say first ---- *)

Section Copied.
Variable ms : nat -> message.
Variable mb : nat -> triplicate.
Variable mr : nat -> nat -> triplicate.                    (* r, buyer *)
Variable d : message.
Hypothesis others : forall r j, j <> i -> mr r j = mb j.
Hypothesis copies : forall r, mr r i = copied k np i r (mb i) d.
Hypothesis reads : is_triplicate k l np (mb i).
Variable u : nat -> list nat -> Q.

Definition value (m : nat -> triplicate) (phi : grouping) (p : nat) (b : branch) : Q :=
  let (q, y) := trade k Buyer (g_double_star n k l np tie ms m phi p b) i in u q y.

Lemma value_first : forall m phi p, is_grouping (2 * n) phi -> value m phi p B1 = u p (bundle_of k (first (m i) p)).
Proof. intros m phi p G. unfold value. now rewrite buyer_buys. Qed.

Lemma own_entry : forall (g g' : nat -> message) m, i < m -> (forall j, j <> i -> g j = g' j) -> set_nth i (g' i) (map g (seq 0 m)) = map g' (seq 0 m).
Proof.
  intros g g' m Hi E. replace m with (i + (1 + (m - i - 1))) by lia. rewrite seq_app, !map_app. unfold set_nth.
  rewrite firstn_app, skipn_app, map_length, seq_length, Nat.sub_diag. rewrite firstn_all2 by (rewrite map_length, seq_length; lia).
  rewrite skipn_all2 by (rewrite map_length, seq_length; lia). replace (S i - i) with 1 by lia. cbn [firstn skipn app seq map Nat.add]. rewrite app_nil_r. f_equal.
  - apply map_ext_in. intros j J. apply in_seq in J. apply E. lia.
  - f_equal. apply map_ext_in. intros j J. apply in_seq in J. apply E. lia.
Qed.

Lemma value_third : forall r phi p b, is_grouping (2 * n) phi -> b = B3 \/ b = B4 -> value (mr r) phi p b = value mb phi p b.
Proof.
  intros r phi p b G B. unfold value. rewrite !buyer_buys by exact G. cbv zeta. rewrite (price_paid_same ms (mr r) mb) by auto.
  assert (T : demand n (mr r) (own n i (phi Buyer)) B3 i = demand n mb (own n i (phi Buyer)) B3 i).
  { simpl. rewrite copies. simpl. f_equal. apply (own_entry (fun a => first (mr r a)) (fun a => first (mb a))); [exact is_buyer|].
    intros j N. now rewrite others. }
  destruct B; subst b; [|change (demand n (mr r) (own n i (phi Buyer)) B4 i) with (demand n (mr r) (own n i (phi Buyer)) B3 i)]; now rewrite T.
Qed.

(* What is said first in the r-th copy is the same for all r. *)
Definition said (j : nat) : message := if j =? i then d else first (mb j).
Lemma said_first : forall r g, map (fun a => first (mr r a)) g = map said g.
Proof.
  intros r g. apply map_ext. intros a. unfold said. destruct (Nat.eqb_spec a i) as [->|N]; [now rewrite copies|now rewrite others].
Qed.

Lemma value_second : forall p,
  (sum (map (fun r => sum (map (fun phi => value (mr r) phi p B2) (Phi (2 * n)))) (seq 0 (fact n))) ==
   times (fact n) (sum (map (fun phi => value mb phi p B2) (Phi (2 * n)))))%Q.
Proof.
  intros p. set (U := fun seen => u p (bundle_of k (second (mb i) seen p))).
  assert (Ph : forall g : grouping -> Q, (sum (map g (Phi (2 * n))) == sum (map (fun s => sum (map (fun b => g (pair_up s b)) (orders (2 * n)))) (orders (2 * n))))%Q).
  { intros g. unfold Phi. rewrite map_map. apply sum_list_prod. }
  assert (Gr : forall s b, In s (orders (2 * n)) -> In b (orders (2 * n)) -> is_grouping (2 * n) (pair_up s b)).
  { intros s b S B. apply Phi_spec, Phi_complete; now apply permutations_spec. }
  assert (Orig : forall s b, In s (orders (2 * n)) -> In b (orders (2 * n)) -> value mb (pair_up s b) p B2 = U (map (fun a => first (mb a)) (own n i b))).
  { intros s b S B. unfold value. rewrite buyer_buys by auto. reflexivity. }
  assert (Copy : forall r s b, In s (orders (2 * n)) -> In b (orders (2 * n)) ->
    value (mr r) (pair_up s b) p B2 = U (set_nth (place k np r (said i) (map said (own n i b))) (first (mb i)) (map said (own n i b)))).
  { intros r s b S B. unfold value. rewrite buyer_buys by auto. cbv zeta. cbn [price_paid demand pair_up]. rewrite copies, said_first. cbn [copied second].
    assert (E : d = said i) by (unfold said; now rewrite Nat.eqb_refl). rewrite <- E. reflexivity. }
  transitivity (sum (map (fun s => sum (map (fun b => sum (map (fun r => value (mr r) (pair_up s b) p B2) (seq 0 (fact n)))) (orders (2 * n)))) (orders (2 * n)))).
  { transitivity (sum (map (fun r => sum (map (fun s => sum (map (fun b => value (mr r) (pair_up s b) p B2) (orders (2 * n)))) (orders (2 * n)))) (seq 0 (fact n)))).
    - apply sum_comp. intros r _. apply Ph.
    - rewrite sum_swap_Q. apply sum_comp. intros s _. apply sum_swap_Q. }
  rewrite (times_comp _ _ _ (Ph (fun phi => value mb phi p B2))), times_sum. apply sum_comp. intros s S.
  transitivity (times (fact n) (sum (map (fun b => U (map (fun a => first (mb a)) (own n i b))) (orders (2 * n))))).
  - rewrite <- (draws_of_places n k np i is_buyer (fun a => first (mb a)) said) with (U := U).
    + apply sum_comp. intros b B. apply sum_comp. intros r _. rewrite Copy by assumption. reflexivity.
    + intros j N. unfold said. now rewrite (proj2 (Nat.eqb_neq j i) N).
    + intros v v' F. unfold U. destruct reads as [R _]. destruct (R v v' F) as [E _]. now rewrite E.
  - apply times_comp, sum_comp. intros b B. now rewrite Orig.
Qed.

Definition earns_in (m : nat -> triplicate) : Q := sum (map (fun t : draw => let '(phi, (p, b)) := t in times (w b) (value m phi p b)) (draws n np)).
Definition by_branch (m : nat -> triplicate) (b : branch) : Q := sum (map (fun p => sum (map (fun phi => value m phi p b) (Phi (2 * n)))) (seq 0 np)).

Lemma earns_by_branch : forall m, (earns_in m == times (w B1) (by_branch m B1) + times (w B2) (by_branch m B2) + times (w B3) (by_branch m B3) + times (w B4) (by_branch m B4))%Q.
Proof.
  intros m. transitivity (sum (map (fun phi => sum (map (fun t : nat * branch => let (p, b) := t in times (w b) (value m phi p b)) (list_prod (seq 0 np) [B1; B2; B3; B4]))) (Phi (2 * n)))).
  { exact (sum_list_prod (fun t : grouping * (nat * branch) => let '(phi, (p, b)) := t in times (w b) (value m phi p b)) (Phi (2 * n)) (list_prod (seq 0 np) [B1; B2; B3; B4])). }
  transitivity (sum (map (fun phi => sum (map (fun p => times (w B1) (value m phi p B1) + (times (w B2) (value m phi p B2) + (times (w B3) (value m phi p B3) + times (w B4) (value m phi p B4))))%Q (seq 0 np))) (Phi (2 * n)))).
  { apply sum_comp. intros phi _. rewrite sum_list_prod. apply sum_comp. intros p _. simpl. lra. }
  rewrite sum_swap_Q. unfold by_branch. rewrite !times_sum. rewrite <- !sum_add. apply sum_comp. intros p _.
  rewrite !sum_add, !sum_times. lra.
Qed.

Definition first_gains : Q := sum (map (fun p => u p (bundle_of k (d p)) - u p (bundle_of k (first (mb i) p)))%Q (seq 0 np)).

Theorem copies_earn : (sum (map (fun r => earns_in (mr r)) (seq 0 (fact n))) == times (fact n) (earns_in mb + times (w B1) (times (length (Phi (2 * n))) first_gains)))%Q.
Proof.
  assert (Same : forall b, b = B3 \/ b = B4 -> forall r, (by_branch (mr r) b == by_branch mb b)%Q).
  { intros b B r. apply sum_comp. intros p _. apply sum_comp. intros phi I. apply Phi_spec in I. now rewrite value_third. }
  assert (First : forall r, (by_branch (mr r) B1 == by_branch mb B1 + times (length (Phi (2 * n))) first_gains)%Q).
  { intros r. unfold by_branch, first_gains. rewrite times_sum, <- sum_add. apply sum_comp. intros p _. rewrite <- sum_same, <- sum_add.
    apply sum_comp. intros phi I. apply Phi_spec in I. rewrite !value_first, copies by exact I. simpl. lra. }
  assert (Second : (sum (map (fun r => by_branch (mr r) B2) (seq 0 (fact n))) == times (fact n) (by_branch mb B2))%Q).
  { unfold by_branch. rewrite sum_swap_Q, times_sum. apply sum_comp. intros p _. apply value_second. }
  assert (Len : length (seq 0 (fact n)) = fact n) by apply seq_length.
  transitivity (sum (map (fun r => (times (w B1) (by_branch mb B1 + times (length (Phi (2 * n))) first_gains) + times (w B3) (by_branch mb B3) + times (w B4) (by_branch mb B4)) + times (w B2) (by_branch (mr r) B2))%Q (seq 0 (fact n)))).
  { apply sum_comp. intros r _. rewrite earns_by_branch. rewrite (times_comp _ _ _ (First r)), (times_comp _ _ _ (Same B3 (or_introl eq_refl) r)), (times_comp _ _ _ (Same B4 (or_intror eq_refl) r)). lra. }
  rewrite sum_add, sum_same, Len, sum_times, (times_comp _ _ _ Second), times_comm, <- times_plus. apply times_comp.
  rewrite earns_by_branch, times_plus. lra.
Qed.
End Copied.
End Market.

(* ---- the theorem ---- *)

Section Round1.
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
Hypothesis mixtures : sizes (fact n).
Hypothesis branch_1 : 1 <= w B1.

Lemma expects_in : forall i a S B z, (expects n k l np tie w states f P c v Buyer i a S (with_buyer B i z) ==
  sum (map (fun o => times (f o) (earns_in n k l np tie w i (seller_plays S o) (buyer_pays k P v i o) (buyer_plays (with_buyer B i z) o))) (filter (fun o => o Buyer i =? a) states)))%Q.
Proof.
  intros. apply sum_comp. intros o _. apply times_comp. apply sum_comp. intros [phi [p b]] _. unfold value.
  destruct (trade k Buyer (g_double_star n k l np tie (seller_plays S o) (buyer_plays (with_buyer B i z) o) phi p b) i). reflexivity.
Qed.

Lemma earns_same : forall i ms mb mb' u, i < 2 * n -> (forall j, mb j = mb' j) -> (earns_in n k l np tie w i ms u mb == earns_in n k l np tie w i ms u mb')%Q.
Proof.
  intros i ms mb mb' u Hi E. apply sum_comp. intros [phi [p b]] I. unfold draws in I. apply in_prod_iff in I. destruct I as [I _]. apply Phi_spec in I.
  unfold value. rewrite !buyer_buys by assumption. cbv zeta. rewrite (price_paid_same n k np tie i Hi ms mb mb') by auto. now rewrite (demand_same n mb mb').
Qed.

(* Round 1 leaves first messages that take prices: at every n, whatever the tie rule, signals, prior, prices and values. *)
Theorem first_messages_take_prices : forall i z a, i < 2 * n -> a < signals Buyer ->
  snd (left_after n k l np tie w signals states f P c v sizes 1) i z -> takes_prices k l np states f P v i a (first (z a)).
Proof.
  intros i z a Hi Ha [Az N]. split; [apply Az|]. intros p Hp y Hy. cbv zeta.
  set (mean := fun q x => sum (map (fun o => times (f o) (buyer_pays k P v i o q (bundle_of k x))) (filter (fun o => o Buyer i =? a) states))).
  destruct (Qlt_le_dec (mean p (first (z a) p)) (mean p y)) as [L|L]; [exfalso; apply N|exact L].
  set (d := fun q => if q =? p then y else first (z a) q).
  assert (Vd : valid k l np d). { intros q h Hq Hh. unfold d. destruct (q =? p); [now apply Hy|now apply Az]. }
  set (copy := fun r b => if b =? a then copied k np i r (z a) d else z b). exists (map copy (seq 0 (fact n))).
  assert (Len : length (map copy (seq 0 (fact n))) = fact n) by now rewrite map_length, seq_length.
  set (D := fun o => first_gains k np i (buyer_plays (with_buyer (fun _ => z) i z) o) d (buyer_pays k P v i o)).
  (* What the copies earn together. *)
  assert (Own : forall S B, (sum (map (fun z' => expects n k l np tie w states f P c v Buyer i a S (with_buyer B i z')) (map copy (seq 0 (fact n)))) ==
    times (fact n) (expects n k l np tie w states f P c v Buyer i a S (with_buyer B i z) +
      sum (map (fun o => times (f o) (times (w B1) (times (length (Phi (2 * n))) (D o)))) (filter (fun o => (o Buyer i =? a)%nat) states))))%Q).
  { intros S B. rewrite map_map. transitivity (sum (map (fun r => sum (map (fun o => times (f o) (earns_in n k l np tie w i (seller_plays S o) (buyer_pays k P v i o)
        (buyer_plays (with_buyer B i (copy r)) o))) (filter (fun o => o Buyer i =? a) states))) (seq 0 (fact n)))).
    { apply sum_comp. intros r _. apply expects_in. }
    rewrite sum_swap_Q. rewrite (times_comp _ _ _ (Qplus_comp _ _ (expects_in i a S B z) _ _ (Qeq_refl _))). rewrite <- sum_add, times_sum.
    apply sum_comp. intros o I. apply filter_In in I. destruct I as [_ O]. apply Nat.eqb_eq in O. rewrite sum_times, <- times_plus, times_comm. apply times_comp.
    rewrite (copies_earn n k l np tie w i Hi (seller_plays S o) (buyer_plays (with_buyer B i z) o) (fun r => buyer_plays (with_buyer B i (copy r)) o) d).
    - apply times_comp, Qplus_comp; [reflexivity|]. apply times_comp, times_comp. apply sum_comp. intros q _. unfold buyer_plays, with_buyer. rewrite Nat.eqb_refl. reflexivity.
    - intros r j Nj. unfold buyer_plays, with_buyer. now rewrite (proj2 (Nat.eqb_neq j i) Nj).
    - intros r. unfold buyer_plays, with_buyer, copy. rewrite !Nat.eqb_refl, O, Nat.eqb_refl. reflexivity.
    - unfold buyer_plays, with_buyer. rewrite Nat.eqb_refl. apply Az. }
  assert (Other : forall S B b, b <> a -> (sum (map (fun z' => expects n k l np tie w states f P c v Buyer i b S (with_buyer B i z')) (map copy (seq 0 (fact n)))) ==
    times (fact n) (expects n k l np tie w states f P c v Buyer i b S (with_buyer B i z)))%Q).
  { intros S B b Nb. rewrite map_map. rewrite <- (seq_length (fact n) 0) at 2. rewrite <- sum_same. apply sum_comp. intros r _. rewrite !expects_in.
    apply sum_comp. intros o I. apply filter_In in I. destruct I as [_ O]. apply Nat.eqb_eq in O. apply times_comp, earns_same; [exact Hi|].
    intros j. unfold buyer_plays, with_buyer. destruct (Nat.eqb_spec j i) as [->|]; [|reflexivity]. unfold copy. now rewrite O, (proj2 (Nat.eqb_neq b a) Nb). }
  (* They gain what the first message gains at p. *)
  assert (Gain : (0 < sum (map (fun o => times (f o) (times (w B1) (times (length (Phi (2 * n))) (D o)))) (filter (fun o => (o Buyer i =? a)%nat) states)))%Q).
  { assert (E : (sum (map (fun o => times (f o) (times (w B1) (times (length (Phi (2 * n))) (D o)))) (filter (fun o => (o Buyer i =? a)%nat) states)) ==
      times (w B1) (times (length (Phi (2 * n))) (sum (map (fun q => mean q (d q) - mean q (first (z a) q)) (seq 0 np)))))%Q).
    { transitivity (sum (map (fun o => times (w B1) (times (length (Phi (2 * n))) (times (f o) (D o)))) (filter (fun o => (o Buyer i =? a)%nat) states))).
      - apply sum_comp. intros o _. rewrite times_comm. apply times_comp, times_comm.
      - rewrite !sum_times. apply times_comp, times_comp. unfold D, first_gains.
        transitivity (sum (map (fun o => sum (map (fun q => times (f o) (buyer_pays k P v i o q (bundle_of k (d q)) - buyer_pays k P v i o q (bundle_of k (first (z a) q))))%Q (seq 0 np))) (filter (fun o => o Buyer i =? a) states))).
        + apply sum_comp. intros o I. apply filter_In in I. destruct I as [_ O]. apply Nat.eqb_eq in O. rewrite times_sum. apply sum_comp. intros q _.
          unfold buyer_plays, with_buyer. rewrite Nat.eqb_refl, O. reflexivity.
        + rewrite sum_swap_Q. apply sum_comp. intros q _. unfold mean.
          assert (M : forall L (g h : state -> Q), (sum (map (fun o => times (f o) (g o - h o)) L) == sum (map (fun o => times (f o) (g o)) L) - sum (map (fun o => times (f o) (h o)) L))%Q).
          { clear. intros O g h. induction O as [|o O IH]; simpl; [lra|]. rewrite IH. assert (T : (times (f o) (g o - h o) + times (f o) (h o) == times (f o) (g o))%Q) by (rewrite <- times_plus; apply times_comp; lra). lra. }
          apply M. }
    rewrite E. setoid_replace 0%Q with (times (w B1) 0) by (symmetry; apply times_0). apply times_lt; [exact branch_1|].
    setoid_replace 0%Q with (times (length (Phi (2 * n))) 0) by (symmetry; apply times_0). apply times_lt; [rewrite Phi_count; pose proof (lt_O_fact (2 * n)); nia|].
    rewrite <- (sum_zero (seq 0 np)). apply sum_lt with (x := p).
    - intros q _. unfold d. destruct (Nat.eqb_spec q p) as [->|]; [fold (mean p (first (z a) p)); lra|]. unfold mean. lra.
    - apply in_seq. lia.
    - unfold d. rewrite Nat.eqb_refl. lra. }
  rewrite Len. split; [exact mixtures|split; [|split]].
  - apply Forall_forall. intros z' Iz b. apply in_map_iff in Iz. destruct Iz as [r [<- _]]. unfold copy. destruct (b =? a); [|apply Az].
    apply copied_is_triplicate; [apply Az|exact Vd].
  - intros S B b _ _. cbv zeta. destruct (Nat.eq_dec b a) as [->|Nb].
    + rewrite Own, times_plus. assert (0 <= times (fact n) (sum (map (fun o => times (f o) (times (w B1) (times (length (Phi (2 * n))) (D o)))) (filter (fun o => (o Buyer i =? a)%nat) states))))%Q; [|lra].
      setoid_replace 0%Q with (times (fact n) 0) by (symmetry; apply times_0). apply times_le. lra.
    + rewrite Other by exact Nb. lra.
  - exists (fun _ _ _ _ => 0), (fun _ => z), a. split; [split; [intros s _ b q h _ _; apply Nat.le_0_l|intros j _; exact Az]|]. split; [exact Ha|].
    cbv zeta. rewrite Own. apply times_lt; [pose proof (lt_O_fact n); lia|]. lra.
Qed.
End Round1.
