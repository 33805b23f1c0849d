(* (16), the first step of Theorem 6 (docs/theorem-6.md): round 1 leaves first messages that take prices, on both sides of
   G+, at every n and r >= 3, by pure and by mixed dominance.  No tuple that counts for an agent shows her own first message. *)
From Coq Require Import List Arith Lia Permutation Factorial QArith Lqa Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar GPlus Theorem1_Q SellersInGDoubleStar_Q Interdependent Sums Theorem4InGroups Theorem6.
Import ListNotations.
Open Scope nat_scope.

(* ---- groups ---- *)

Lemma nth_first : forall m q (u : list nat), q < m -> nth q (firstn m u) 0 = nth q u 0.
Proof. induction m as [|m IH]; intros q u H; [lia|]. destruct u as [|a u]; [reflexivity|]. destruct q; [reflexivity|]. simpl. apply IH. lia. Qed.
Lemma nth_skip : forall m q (u : list nat), nth q (skipn m u) 0 = nth (m + q) u 0.
Proof. induction m as [|m IH]; intros q u; [reflexivity|]. destruct u as [|a u]; [now destruct q|]. simpl. apply IH. Qed.

Lemma in_block : forall n beta i u, In i (block n beta u) -> exists q, q < n /\ beta * n + q < length u /\ nth (beta * n + q) u 0 = i.
Proof.
  intros n beta i u I. apply (In_nth _ _ 0) in I. destruct I as [q [Hq E]]. unfold block in *. rewrite firstn_length, skipn_length in Hq.
  exists q. split; [lia|split; [lia|]]. rewrite nth_first, nth_skip in E by lia. exact E.
Qed.

Lemma one_block : forall n m u i beta beta', is_order m u -> In i (block n beta u) -> In i (block n beta' u) -> beta = beta'.
Proof.
  intros n m u i beta beta' H I J. apply in_block in I, J. destruct I as [q [Q1 [Q2 Q3]]]. destruct J as [q' [R1 [R2 R3]]].
  pose proof (proj1 (NoDup_nth u 0) (order_NoDup _ _ H) _ _ Q2 R2 ltac:(congruence)) as E. nia.
Qed.

(* What an agent trades depends on her own group only. *)
Lemma same_trade : forall k x i (F G : nat -> group_trade) L, (forall b, members (F b) x = members (G b) x) ->
  (forall b, In b L -> In i (members (F b) x) -> at_price (F b) = at_price (G b) /\ forall h, amounts (F b) x h = amounts (G b) x h) ->
  trade k x (map F L) i = trade k x (map G L) i.
Proof.
  intros k x i F G L M. induction L as [|b L IH]; intros H; [reflexivity|]. cbn [map trade]. rewrite <- M.
  destruct (is_member i (members (F b) x)) eqn:E; [|apply IH; intros; apply H; [now right|assumption]].
  apply is_member_In in E. destruct (H b (or_introl eq_refl) E) as [E1 E2]. rewrite E1. f_equal. apply bundle_ext. intros h _. now rewrite E2.
Qed.

(* The branch in which her first message counts for herself. *)
Definition own_branch (x : side) : branch7 := match x with Seller => One | Buyer => Two end.

Lemma trade_in_own : forall n r k l np tie x i A phi p, i < r * n -> is_grouping (r * n) phi -> trade k x (g_plus n r k l np tie A phi p (own_branch x)) i = (p, bundle_of k (first (A x i) p)).
Proof.
  intros n r k l np tie x i A phi p Hi G. assert (Some : exists beta, In beta (seq 0 r) /\ In i (block n beta (phi x))).
  { assert (I : In i (phi x)) by (apply (Permutation_in _ (Permutation_sym (G x))), in_seq; lia).
    rewrite <- (groups_partition n r (phi x)) in I by apply order_length, G. apply in_concat in I. destruct I as [g [I J]].
    apply in_map_iff in I. destruct I as [beta [<- I]]. now exists beta. }
  unfold g_plus. revert Some. generalize (seq 0 r). intros L [beta [I J]]. induction L as [|b L IH]; [destruct I|]. cbn [map trade].
  change (members (plus_group n r k l np tie A phi p (own_branch x) b) x) with (block n b (phi x)).
  destruct (is_member i (block n b (phi x))) eqn:E.
  - apply is_member_In in E. f_equal; [unfold own_branch; destruct x; reflexivity|]. apply bundle_ext. intros h _.
    assert (En : forall (g : list nat) (m : nat -> nat), In i g -> entry i g (map m g) = m i).
    { intros g m Ig. induction g as [|j g IHg]; [destruct Ig|]. simpl. destruct (Nat.eqb_spec i j) as [->|N]; [reflexivity|]. apply IHg. destruct Ig; [congruence|assumption]. }
    unfold own_branch. destruct x; simpl; unfold named, group; rewrite En by exact E; reflexivity.
  - apply IH. destruct I as [->|I]; [apply is_member_In in J; congruence|exact I].
Qed.

Section Own.
Variables n r k l np : nat.
Variable tie : list nat -> nat.
Hypothesis three : 3 <= r.
Variable x : side.
Variable i : nat.
Hypothesis is_agent : i < r * n.
Variables A B : triplicates.
(* In B agent i says something else first. *)
Hypothesis others : forall y j, ~ (y = x /\ j = i) -> A y j = B y j.
Hypothesis later_same : second (A x i) = second (B x i) /\ third (A x i) = third (B x i).

Lemma first_elsewhere : forall g, ~ In i (g x) -> first_messages A g = first_messages B g.
Proof.
  intros g N. unfold first_messages. f_equal; apply map_ext_in; intros j J; rewrite others; try reflexivity; intros [E1 E2]; apply N; rewrite <- E1, <- E2; exact J.
Qed.

Lemma later_of_all : forall y j, second (A y j) = second (B y j) /\ third (A y j) = third (B y j).
Proof.
  intros y j. destruct (Nat.eq_dec j i) as [->|N]; [|rewrite others; [now split|intros [_ E]; contradiction]].
  destruct y, x; try exact later_same; rewrite others; try (now split); intros [E _]; discriminate.
Qed.

Lemma other_branches : forall phi p b, is_grouping (r * n) phi -> b <> own_branch x ->
  trade k x (g_plus n r k l np tie A phi p b) i = trade k x (g_plus n r k l np tie B phi p b) i.
Proof.
  intros phi p b G N. apply same_trade; [reflexivity|]. intros beta Ib Im. apply in_seq in Ib. simpl in Im. unfold group in Im.
  assert (Out : forall beta', beta' <> beta -> first_messages A (group n beta' phi) = first_messages B (group n beta' phi)).
  { intros beta' D. apply first_elsewhere. intros J. apply D. exact (one_block n _ _ i beta' beta (G x) J Im). }
  destruct (next_is_another_group r beta three ltac:(lia)) as [_ [N1 N2]].
  assert (Third : seen_by_third n r A phi beta = seen_by_third n r B phi beta).
  { unfold seen_by_third. f_equal. apply map_ext_in. intros other J. apply filter_In in J. destruct J as [_ J]. apply Out.
    apply negb_true_iff, Nat.eqb_neq in J. exact J. }
  assert (Second : seen_by_second n r A phi beta = seen_by_second n r B phi beta) by (unfold seen_by_second; now apply Out).
  assert (Q : plus_price n r k np tie A phi (next r beta) = plus_price n r k np tie B phi (next r beta)).
  { apply price_of_a_group. intros y j _. simpl. destruct (later_of_all y j) as [E _]. rewrite E. f_equal. unfold seen_by_second. now apply Out. }
  assert (Counts : forall y j, (b = One \/ b = Two -> y <> x) -> counts n r A phi b beta y j = counts n r B phi b beta y j).
  { intros y j D. destruct (later_of_all y j) as [E2 E3]. destruct b; simpl; rewrite ?Second, ?Third, ?E2, ?E3; try reflexivity;
      rewrite others; try reflexivity; intros [-> _]; apply D; auto. }
  split; [destruct b; try reflexivity; exact Q|]. intros h. simpl.
  assert (Named : forall y q, (b = One \/ b = Two -> y <> x) -> named (counts n r A phi b beta y) (group n beta phi y) q h = named (counts n r B phi b beta y) (group n beta phi y) q h).
  { intros y q D. apply map_ext. intros j. now rewrite Counts. }
  assert (Never : forall y, b <> One -> b <> Two -> (b = One \/ b = Two -> y <> x)) by (intros y D1 D2 [D|D]; contradiction).
  unfold own_branch in N. destruct b; cbn [plus_amounts]; try (apply Named; intros _; destruct x; congruence); try (apply Named, Never; discriminate).
  rewrite Q. unfold at_your_service, total. rewrite !Named by (apply Never; discriminate). reflexivity.
Qed.

End Own.

(* ---- the theorem ---- *)

Section Round1.
Variables n r k l np : nat.
Variable tie : list nat -> nat.
Variable w : branch7 -> nat.
Variable signals : side -> nat.
Variable states : list state.
Variable f : state -> nat.
Variable P : nat -> nat -> Q.
Variable c : nat -> state -> nat -> nat -> Q.
Variable v : nat -> state -> list nat -> Q.
Variable sizes : nat -> Prop.
Hypothesis three : 3 <= r.
Hypothesis every_branch : forall b, 1 <= w b.
Hypothesis by_one : sizes 1.

Definition gained (x : side) (i : nat) (o : state) (d e : message) : Q :=
  sum (map (fun p => gets k P c v x i o p (bundle_of k (d p)) - gets k P c v x i o p (bundle_of k (e p)))%Q (seq 0 np)).
Definition earned_at (x : side) (i : nat) (o : state) (A : triplicates) : Q :=
  sum (map (fun phi => sum (map (fun p => sum (map (fun b =>
    let (q, y) := trade k x (g_plus n r k l np tie A phi p b) i in times (w b) (gets k P c v x i o q y)) branches)) (seq 0 np))) (Phi (r * n))).

Lemma earned_more : forall x i o A B, i < r * n -> (forall y j, ~ (y = x /\ j = i) -> A y j = B y j) ->
  second (A x i) = second (B x i) /\ third (A x i) = third (B x i) ->
  (earned_at x i o B == earned_at x i o A + times (length (Phi (r * n))) (times (w (own_branch x)) (gained x i o (first (B x i)) (first (A x i)))))%Q.
Proof.
  intros x i o A B Hi E L. unfold earned_at, gained. rewrite <- sum_same, <- sum_add. apply sum_comp. intros phi I. apply Phi_spec in I.
  rewrite times_sum, <- sum_add. apply sum_comp. intros p _.
  assert (O : forall b, b <> own_branch x -> trade k x (g_plus n r k l np tie A phi p b) i = trade k x (g_plus n r k l np tie B phi p b) i).
  { intros b N. now apply other_branches. }
  assert (T : forall M : triplicates, trade k x (g_plus n r k l np tie M phi p (own_branch x)) i = (p, bundle_of k (first (M x i) p))).
  { intros M. now apply trade_in_own. }
  assert (D : forall s t y, (times s (t - y) == times s t - times s y)%Q).
  { intros s t y. assert (X : (times s (t - y) + times s y == times s t)%Q) by (rewrite <- times_plus; apply times_comp; lra). lra. }
  unfold branches. cbn [map sum]. destruct x; unfold own_branch in *; rewrite !T, D.
  - rewrite (O Two), (O Three), (O Four), (O Five), (O Six), (O Seven) by discriminate. lra.
  - rewrite (O One), (O Three), (O Four), (O Five), (O Six), (O Seven) by discriminate. lra.
Qed.

(* Round 1 leaves first messages that take prices: whatever the signals, prior, prices and payoffs. *)
Theorem equation_16 : forall x i z a, i < r * n -> a < signals x ->
  both_left_after n r k l np tie w signals states f P c v sizes 1 x i z -> supplies_or_demands k l np states f P c v x i a (first (z a)).
Proof.
  intros x i z a Hi Ha [Az N]. simpl in Az. split; [apply Az|]. intros p Hp y Hy. cbv zeta.
  set (own := filter (fun o => o x i =? a) states).
  set (mean := fun q e => sum (map (fun o => times (f o) (gets k P c v x i o q (bundle_of k e))) own)).
  destruct (Qlt_le_dec (mean p (first (z a) p)) (mean p y)) as [L|L]; [exfalso; apply N|exact L].
  set (d := fun q => if q =? p then y else first (z a) q).
  assert (Vd : valid k l np d). { intros q h Hq Hh. unfold d. destruct (q =? p); [now apply Hy|now apply Az]. }
  set (z' := fun b => if b =? a then {| first := d; second := second (z a); third := third (z a) |} else z b). exists [z'].
  assert (Self : forall Z s o, plays (with_agent Z x i s) o x i = s (o x i)) by (intros; unfold plays, with_agent; destruct x; now rewrite Nat.eqb_refl).
  assert (More : forall Z b, (expects_in_g_plus n r k l np tie w states f P c v x i b (with_agent Z x i z') ==
    expects_in_g_plus n r k l np tie w states f P c v x i b (with_agent Z x i z) +
    times (length (Phi (r * n))) (times (w (own_branch x)) (sum (map (fun o => times (f o) (gained x i o (first (z' b)) (first (z b)))) (filter (fun o => (o x i =? b)%nat) states)))))%Q).
  { intros Z b. unfold expects_in_g_plus. rewrite !times_sum, <- sum_add. apply sum_comp. intros o I. apply filter_In in I. destruct I as [_ O]. apply Nat.eqb_eq in O.
    rewrite (times_comm (w (own_branch x))), (times_comm (length (Phi (r * n)))), <- times_plus. apply times_comp.
    rewrite <- O. rewrite <- (Self Z z' o), <- (Self Z z o). apply earned_more; [exact Hi| |].
    - intros s j Ns. unfold plays, with_agent. destruct x, s; try reflexivity; destruct (Nat.eqb_spec j i) as [->|]; try reflexivity; exfalso; apply Ns; now split.
    - rewrite !Self. unfold z'. destruct (o x i =? a) eqn:E; [apply Nat.eqb_eq in E; rewrite E|]; now split. }
  assert (Gain : (0 < times (length (Phi (r * n))) (times (w (own_branch x)) (sum (map (fun o => times (f o) (gained x i o d (first (z a)))) own))))%Q).
  { setoid_replace 0%Q with (times (length (Phi (r * n))) 0) by (symmetry; apply times_0).
    apply times_lt; [rewrite Phi_count; pose proof (lt_O_fact (r * n)); nia|].
    setoid_replace 0%Q with (times (w (own_branch x)) 0) by (symmetry; apply times_0). apply times_lt; [apply every_branch|].
    assert (E : (sum (map (fun o => times (f o) (gained x i o d (first (z a)))) own) == sum (map (fun q => mean q (d q) - mean q (first (z a) q)) (seq 0 np)))%Q).
    { transitivity (sum (map (fun o => sum (map (fun q => times (f o) (gets k P c v x i o q (bundle_of k (d q)) - gets k P c v x i o q (bundle_of k (first (z a) q))))%Q (seq 0 np))) own)).
      - apply sum_comp. intros o _. apply times_sum.
      - rewrite sum_swap_Q. apply sum_comp. intros q _. unfold mean. clear. induction own as [|o O IH]; simpl; [lra|]. rewrite IH.
        assert (T : forall s g h, (times s (g - h) == times s g - times s h)%Q).
        { intros s g h. assert (X : (times s (g - h) + times s h == times s g)%Q) by (rewrite <- times_plus; apply times_comp; lra). lra. }
        rewrite T. lra. }
    rewrite E, <- (sum_zero (seq 0 np)). apply sum_lt with (x := p).
    - intros q _. unfold d. destruct (Nat.eqb_spec q p) as [->|]; lra.
    - apply in_seq. lia.
    - unfold d. rewrite Nat.eqb_refl. lra. }
  assert (Za : first (z' a) = d) by (unfold z'; now rewrite Nat.eqb_refl).
  split; [exact by_one|split; [|split]].
  - constructor; [|constructor]. intros b. unfold z'. destruct (b =? a); [|apply Az]. destruct (Az a) as [R [_ [V2 V3]]].
    split; [exact R|split; [exact Vd|split; [exact V2|exact V3]]].
  - intros Z b _ Hb. cbv zeta. cbn [length map sum times]. rewrite More. destruct (Nat.eq_dec b a) as [->|Nb].
    + rewrite Za. fold own. lra.
    + assert (Zb : first (z' b) = first (z b)) by (unfold z'; now rewrite (proj2 (Nat.eqb_neq b a) Nb)).
      assert (Nothing : (sum (map (fun o => times (f o) (gained x i o (first (z' b)) (first (z b)))) (filter (fun o => (o x i =? b)%nat) states)) == 0)%Q).
      { rewrite Zb. rewrite <- (sum_zero (filter (fun o => (o x i =? b)%nat) states)). apply sum_comp. intros o _.
        rewrite <- (times_0 (f o)). apply times_comp. unfold gained. rewrite <- (sum_zero (seq 0 np)). apply sum_comp. intros q _. lra. }
      rewrite Nothing, !times_0. lra.
  - exists (fun _ _ => z), a. split; [intros s j _; exact Az|]. split; [exact Ha|]. cbv zeta. cbn [length map sum times]. rewrite More, Za. fold own. lra.
Qed.
End Round1.
