(* Copies (docs/theorem-4-groups.md): at every n a buyer who says something else first can do all that she did in second
   and third messages, by drawing which of those who say the same is to be herself.  So round 1, by mixed dominance, leaves
   first messages that take prices. *)
From Coq Require Import List Arith Lia Permutation Factorial QArith Lqa Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar GDoubleStar Theorem1_Q SellersInGDoubleStar_Q Interdependent Sums Swaps.
Import ListNotations.
Open Scope nat_scope.

Section Copies.
Variables n k l np : nat.

(* ---- definitions ---- *)

Definition set_nth (x : nat) (d : message) (u : list message) : list message := firstn x u ++ d :: skipn (S x) u.
Definition alike_b (d d' : message) : bool := forallb (fun p => forallb (fun h => d p h =? d' p h) (seq 0 k)) (seq 0 np).
(* The places in a tuple at which d is said; the r-th of them, in turn. *)
Definition places_of (d : message) (seen : list message) : list nat := filter (fun x => alike_b d (nth x seen d)) (seq 0 (length seen)).
Definition place (r : nat) (d : message) (seen : list message) : nat := nth (r mod length (places_of d seen)) (places_of d seen) 0.
(* Say d, and do as m does: the r-th copy takes the r-th place where d is said for her own. *)
Definition copied (i r : nat) (m : triplicate) (d : message) : triplicate :=
  {| first := d; second := fun seen => second m (set_nth (place r d seen) (first m) seen); third := fun seen => third m (set_nth i (first m) seen) |}.

(* ---- tables ---- *)

Lemma alike_b_spec : forall d d', alike_b d d' = true <-> alike k np d d'.
Proof.
  intros d d'. unfold alike_b. rewrite forallb_forall. split.
  - intros H p h Hp Hh. specialize (H p ltac:(apply in_seq; lia)). rewrite forallb_forall in H. apply Nat.eqb_eq, H, in_seq. lia.
  - intros H p Ip. apply in_seq in Ip. apply forallb_forall. intros h Ih. apply in_seq in Ih. apply Nat.eqb_eq, H; lia.
Qed.
Lemma alike_refl : forall d, alike k np d d.
Proof. intros d p h _ _. reflexivity. Qed.
Lemma all_alike_refl : forall u, Forall2 (alike k np) u u.
Proof. induction u; constructor; [apply alike_refl|assumption]. Qed.

Lemma set_nth_alike : forall x d u u', Forall2 (alike k np) u u' -> Forall2 (alike k np) (set_nth x d u) (set_nth x d u').
Proof.
  intros x d u u' F. unfold set_nth. apply Forall2_app.
  - revert u u' F. induction x as [|x IH]; intros u u' F; [constructor|]. destruct F; simpl; constructor; auto.
  - constructor; [apply alike_refl|]. generalize (S x). intros y. revert u u' F.
    induction y as [|y IH]; intros u u' F; [exact F|]. destruct F; simpl; [constructor|now apply IH].
Qed.

Lemma places_alike : forall d u u', Forall2 (alike k np) u u' -> places_of d u = places_of d u'.
Proof.
  intros d u u' F. unfold places_of. replace (length u') with (length u) by (induction F; simpl; congruence). apply filter_ext. intros x. apply eq_true_iff_eq. rewrite !alike_b_spec.
  assert (A : alike k np (nth x u d) (nth x u' d)).
  { revert x. induction F as [|a b u u' E F IH]; intros [|x]; simpl; try apply alike_refl; [exact E|apply IH]. }
  split; intros B p h Hp Hh; rewrite (B p h Hp Hh); [|symmetry]; now apply A.
Qed.

Lemma copied_is_triplicate : forall i r m d, is_triplicate k l np m -> valid k l np d -> is_triplicate k l np (copied i r m d).
Proof.
  intros i r m d [R [V1 [V2 V3]]] Vd. split; [|split; [exact Vd|split; intros seen; [apply V2|apply V3]]].
  intros seen seen' F. simpl. unfold place. rewrite (places_alike d seen seen' F). split; apply R; now apply set_nth_alike.
Qed.

(* ---- the draw of a place ---- *)

Section Draw.
Variable i : nat.
Hypothesis is_buyer : i < 2 * n.
Variables before after : nat -> message.                   (* what buyers say first; i says something else after than before *)
Hypothesis others_alike : forall j, j <> i -> after j = before j.
Variable U : list message -> Q.                            (* what a tuple is worth *)
Hypothesis U_alike : forall u u', Forall2 (alike k np) u u' -> (U u == U u')%Q.

(* The members of a group who say what i says. *)
Definition says (j : nat) : bool := alike_b (after i) (after j).
Definition sayers (u : list nat) : list nat := filter says (own n i u).

Lemma set_there : forall x j u, NoDup u -> In i u -> nth x u 0 = j -> x < length u -> says j = true ->
  Forall2 (alike k np) (set_nth x (before i) (map after u)) (map before (map (swap i j) u)).
Proof.
  intros x j u N I E Hx A. destruct (nth_split u 0 Hx) as [u1 [u2 [S L]]]. rewrite E in S. subst u. apply NoDup_remove in N. destruct N as [_ N].
  unfold set_nth. rewrite !map_app. cbn [map]. rewrite firstn_app, skipn_app, map_length, L, Nat.sub_diag.
  replace (S x - x) with 1 by lia. rewrite firstn_all2 by (rewrite map_length; lia). rewrite skipn_all2 by (rewrite map_length; lia).
  cbn [firstn skipn app]. rewrite app_nil_r, swap_right.
  assert (Rest : forall v, (forall y, In y v -> y <> j) -> Forall2 (alike k np) (map after v) (map before (map (swap i j) v))).
  { induction v as [|y v IH]; intros V; [constructor|]. cbn [map]. constructor; [|apply IH; intros; apply V; now right].
    specialize (V y (or_introl eq_refl)). destruct (Nat.eq_dec y i) as [->|Ny].
    - rewrite swap_left. rewrite <- (others_alike j) by congruence. now apply alike_b_spec.
    - rewrite swap_other by assumption. rewrite others_alike by exact Ny. apply alike_refl. }
  apply Forall2_app; [apply Rest|constructor; [apply alike_refl|apply Rest]]; intros y Y ->; apply N, in_or_app; auto.
Qed.

Lemma filter_places : forall (Q : nat -> bool) u, map (fun x => nth x u 0) (filter (fun x => Q (nth x u 0)) (seq 0 (length u))) = filter Q u.
Proof.
  intros Q u. induction u as [|a u IH]; [reflexivity|]. change (seq 0 (length (a :: u))) with (0 :: seq 1 (length u)).
  assert (G : forall (F : nat -> nat) (B : nat -> bool) L, map F (filter B (map S L)) = map (fun x => F (S x)) (filter (fun x => B (S x)) L)).
  { intros F B L. induction L as [|y L IHL]; [reflexivity|]. simpl. destruct (B (S y)); simpl; now rewrite IHL. }
  assert (E : map (fun x => nth x (a :: u) 0) (filter (fun x => Q (nth x (a :: u) 0)) (seq 1 (length u))) = filter Q u).
  { rewrite <- seq_shift, G. exact IH. }
  change (filter Q (a :: u)) with (if Q a then a :: filter Q u else filter Q u).
  change (filter (fun x => Q (nth x (a :: u) 0)) (0 :: seq 1 (length u))) with
    (if Q a then 0 :: filter (fun x => Q (nth x (a :: u) 0)) (seq 1 (length u)) else filter (fun x => Q (nth x (a :: u) 0)) (seq 1 (length u))).
  destruct (Q a); [|exact E]. change (a :: map (fun x => nth x (a :: u) 0) (filter (fun x => Q (nth x (a :: u) 0)) (seq 1 (length u))) = a :: filter Q u).
  now rewrite E.
Qed.

Lemma sayers_count : forall u, is_order (2 * n) u -> In i (sayers u) /\ 1 <= length (sayers u) <= n.
Proof.
  intros u H. destruct (own_spec n i u H is_buyer) as [I [_ [L _]]]. assert (J : In i (sayers u)).
  { apply filter_In. split; [exact I|]. apply alike_b_spec, alike_refl. }
  split; [exact J|]. split; [destruct (sayers u); [destruct J|simpl; lia]|]. rewrite <- L. unfold sayers.
  generalize (own n i u). clear. induction l as [|a u IH]; simpl; [lia|]. destruct (says a); simpl; lia.
Qed.

Lemma draw_of_a_place : forall u q, is_order (2 * n) u -> fact n = q * length (sayers u) ->
  (sum (map (fun r => U (set_nth (place r (after i) (map after (own n i u))) (before i) (map after (own n i u)))) (seq 0 (fact n))) ==
   times q (sum (map (fun j => U (map before (own n i (map (swap i j) u)))) (sayers u))))%Q.
Proof.
  intros u q H E. destruct (own_spec n i u H is_buyer) as [I [N [L _]]]. set (g := own n i u) in *. set (seen := map after g).
  assert (K : places_of (after i) seen = filter (fun x => says (nth x g 0)) (seq 0 (length g))).
  { unfold places_of, seen. rewrite map_length. apply filter_ext_in. intros x X. apply in_seq in X. unfold says. f_equal.
    rewrite (nth_indep _ (after i) (after 0)) by (rewrite map_length; lia). apply map_nth. }
  assert (Members : map (fun x => nth x g 0) (places_of (after i) seen) = sayers u) by (rewrite K; apply filter_places).
  assert (Len : length (places_of (after i) seen) = length (sayers u)) by (rewrite <- Members; now rewrite map_length).
  destruct (sayers_count u H) as [_ C]. unfold place. rewrite E, <- Len.
  rewrite (sum_in_turn (fun x => U (set_nth x (before i) seen)) (places_of (after i) seen) q) by (intro Z; rewrite Z in Len; simpl in Len; lia).
  apply times_comp. rewrite <- Members, map_map. apply sum_comp. intros x X. apply U_alike.
  rewrite K in X. apply filter_In in X. destruct X as [X1 X2]. apply in_seq in X1.
  rewrite own_swapped; [|exact H|exact is_buyer|apply (nth_In g); lia]. fold g. unfold seen.
  apply set_there; try assumption; [reflexivity|lia].
Qed.

Lemma swapped_order : forall u j, is_order (2 * n) u -> j < 2 * n -> is_order (2 * n) (map (swap i j) u).
Proof.
  intros u j H Hj. assert (I : In u (orders (2 * n))) by now apply permutations_spec. apply permutations_spec.
  apply (Permutation_in _ (orders_swapped (2 * n) i j is_buyer Hj)). now apply in_map.
Qed.

Lemma sayers_swapped : forall u j, is_order (2 * n) u -> In j (own n i u) -> Permutation (sayers (map (swap i j) u)) (sayers u).
Proof.
  intros u j H J. unfold sayers. rewrite own_swapped by assumption. destruct (own_spec n i u H is_buyer) as [I [N _]].
  assert (Pm : Permutation (map (swap i j) (own n i u)) (own n i u)) by now apply swap_permutes.
  generalize dependent (map (swap i j) (own n i u)). generalize (own n i u). clear. intros u v Pm. symmetry in Pm. symmetry.
  induction Pm; simpl; try (destruct (says x)); try (destruct (says y)); try constructor; auto. now transitivity (filter says l').
Qed.

(* Over all orders and all draws of a place a copy sees what the original sees. *)
Theorem draws_of_places :
  (sum (map (fun u => sum (map (fun r => U (set_nth (place r (after i) (map after (own n i u))) (before i) (map after (own n i u)))) (seq 0 (fact n)))) (orders (2 * n))) ==
   times (fact n) (sum (map (fun u => U (map before (own n i u))) (orders (2 * n)))))%Q.
Proof.
  set (share := fun u => fact n / length (sayers u)).
  assert (Share : forall u, is_order (2 * n) u -> fact n = share u * length (sayers u)).
  { intros u H. destruct (sayers_count u H) as [_ [C1 C2]]. destruct (divides_factorial n _ C1 C2) as [q E]. unfold share. rewrite E at 1.
    rewrite E, Nat.div_mul by lia. reflexivity. }
  set (T := fun u => U (map before (own n i u))).
  set (counted := fun j u => is_member j (own n i u) && says j).
  assert (Spread : forall (h : nat -> Q) u, is_order (2 * n) u -> (sum (map h (sayers u)) == sum (map (fun j => if counted j u then h j else 0%Q) (seq 0 (2 * n))))%Q).
  { intros h u H. destruct (own_spec n i u H is_buyer) as [_ [N [_ B]]]. rewrite <- sum_filter. apply sum_permuted. apply NoDup_Permutation.
    - now apply NoDup_filter.
    - apply NoDup_filter, seq_NoDup.
    - intros x. unfold sayers, counted. rewrite !filter_In, andb_true_iff, is_member_In, in_seq. split; [intros [X1 X2]|tauto].
      specialize (B x X1). repeat split; try assumption; lia. }
  transitivity (sum (map (fun u => times (share u) (sum (map (fun j => T (map (swap i j) u)) (sayers u)))) (orders (2 * n)))).
  { apply sum_comp. intros u I. apply permutations_spec in I. apply draw_of_a_place; [exact I|now apply Share]. }
  transitivity (sum (map (fun u => sum (map (fun j => if counted j u then times (share u) (T (map (swap i j) u)) else 0%Q) (seq 0 (2 * n)))) (orders (2 * n)))).
  { apply sum_comp. intros u I. apply permutations_spec in I. rewrite times_sum. now rewrite (Spread (fun j => times (share u) (T (map (swap i j) u))) u I). }
  rewrite sum_swap_Q.
  transitivity (sum (map (fun j => sum (map (fun u => if counted j u then times (share u) (T u) else 0%Q) (orders (2 * n)))) (seq 0 (2 * n)))).
  { apply sum_comp. intros j J. apply in_seq in J. assert (Hj : j < 2 * n) by lia.
    rewrite <- (sum_permuted (fun u => if counted j u then times (share u) (T (map (swap i j) u)) else 0%Q) _ _ (orders_swapped (2 * n) i j is_buyer Hj)).
    rewrite map_map. apply sum_comp. intros u I. apply permutations_spec in I. rewrite swap_list.
    assert (Same : counted j (map (swap i j) u) = counted j u).
    { unfold counted. f_equal. apply eq_true_iff_eq. rewrite !is_member_In.
      assert (Back : forall v, is_order (2 * n) v -> In j (own n i v) -> In j (own n i (map (swap i j) v))).
      { intros v V X. rewrite own_swapped by assumption. apply in_map_iff. exists i. split; [apply swap_left|now apply own_spec]. }
      split; [|now apply Back]. intros X. apply (Back _ (swapped_order u j I Hj)) in X. now rewrite swap_list in X. }
    rewrite Same. destruct (counted j u) eqn:C; [|reflexivity]. unfold counted in C. apply andb_true_iff in C. destruct C as [C _]. apply is_member_In in C.
    unfold share. now rewrite (Permutation_length (sayers_swapped u j I C)). }
  rewrite <- sum_swap_Q, times_sum. apply sum_comp. intros u I. apply permutations_spec in I.
  rewrite <- (Spread (fun j => times (share u) (T u)) u I), sum_same, (Share u I). rewrite times_mul. apply times_comm.
Qed.
End Draw.

End Copies.
