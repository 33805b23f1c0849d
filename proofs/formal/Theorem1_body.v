(* Theorem 1 (section 2.3) for payoffs in V; Theorem1_Z.v, _Q.v and _R.v say what V is. *)
From Coq Require Import List Arith Permutation Bool.
From Matsushima Require Import Rationing Grouping Outcome GStar OwnMessage.
Import ListNotations.

(* ---- definitions ---- *)

Fixpoint sum (L : list V) : V := match L with [] => 0 | x :: t => x + sum t end.
Fixpoint times (t : nat) (v : V) : V := match t with O => 0 | S t' => times t' v + v end.        (* t v *)
Fixpoint upto (c : nat -> V) (t : nat) : V := match t with O => 0 | S t' => upto c t' + c t end.  (* c 1 + ... + c t *)

(* A payoff function values a bundle at the p-th price of P. *)
Definition payoff := nat -> list nat -> V.

(* (4) and (5): sum over h of x(h) p(h) - (c(h,1) + ... + c(h,x(h))), and of v(h,1) + ... + v(h,x(h)) - x(h) p(h). *)
Definition separable (k : nat) (g : nat -> nat -> nat -> V) : payoff :=
  fun p y => sum (map (fun h => g p h (nth h y 0%nat)) (seq 0 k)).
Definition gain (x : side) (P : nat -> nat -> V) (c : nat -> nat -> V) (p h t : nat) : V :=
  match x with Seller => times t (P p h) - upto (c h) t | Buyer => upto (c h) t - times t (P p h) end.
Definition trader_payoff (k : nat) (x : side) (P c : nat -> nat -> V) : payoff := separable k (gain x P c).

(* Condition 1: unit costs do not fall, unit values do not rise. *)
Definition Condition_1 (k l : nat) (x : side) (c : nat -> nat -> V) : Prop :=
  forall h t, (h < k)%nat -> (1 <= t)%nat -> (S t <= l)%nat ->
  match x with Seller => c h t <= c h (S t) | Buyer => c h (S t) <= c h t end.

Definition is_bundle (k l : nat) (y : nat -> nat) : Prop := forall h, (h < k)%nat -> (y h <= l)%nat.
Definition all_valid (k l np : nat) (A : profile) : Prop := forall x j, valid k l np (A x j).

(* D_i: at every price what is best among all bundles. *)
Definition price_taking (k l np : nat) (u : payoff) (d : message) : Prop :=
  forall p, (p < np)%nat -> forall y, is_bundle k l y -> u p (bundle_of k y) <= u p (bundle_of k (d p)).
(* At every price, whatever the caps are, nothing below the caps is better than the message cut down to them. *)
Definition caps_are_optimal (k l np : nat) (u : payoff) (d : message) : Prop :=
  forall p, (p < np)%nat -> forall r, is_bundle k l r -> forall y, (forall h, (h < k)%nat -> (y h <= r h)%nat) ->
  u p (bundle_of k y) <= u p (bundle_of k (fun h => Nat.min (d p h) (r h))).

(* What agent i of side x earns in G* at phi; and d is dominant: against all messages of all others no message has a
   greater expectation over Phi.  (Sums over Phi: all phi are equally likely, see Phi_count.) *)
Definition earns (n k np : nat) (tie : list nat -> nat) (u : payoff) (x : side) (A : profile) (i : nat) (phi : grouping) : V :=
  let (q, y) := trade k x (g_star n k np tie A phi) i in u q y.
Definition dominant (n k l np : nat) (tie : list nat -> nat) (u : payoff) (x : side) (i : nat) (d : message) : Prop :=
  forall A, all_valid k l np A -> forall d', valid k l np d' ->
  sum (map (earns n k np tie u x (announces A x i d') i) (Phi (2 * n))) <=
  sum (map (earns n k np tie u x (announces A x i d) i) (Phi (2 * n))).

(* ---- lemmas ---- *)

Lemma sum_le {X} : forall (f g : X -> V) L, (forall x, In x L -> f x <= g x) -> sum (map f L) <= sum (map g L).
Proof.
  intros f g L; induction L as [|a t IH]; simpl; intros H; [arith|]. pose proof (H a (or_introl eq_refl)).
  assert (sum (map f t) <= sum (map g t)) by (apply IH; auto). arith.
Qed.
Lemma sum_lt {X} : forall (f g : X -> V) L x, (forall x, In x L -> f x <= g x) -> In x L -> f x < g x -> sum (map f L) < sum (map g L).
Proof.
  intros f g L x; induction L as [|a t IH]; simpl; intros H I F; [destruct I|]. pose proof (H a (or_introl eq_refl)).
  destruct I as [->|I]; [assert (sum (map f t) <= sum (map g t)) by (apply sum_le; auto); arith|].
  assert (sum (map f t) < sum (map g t)) by (apply IH; auto). arith.
Qed.

Section Concave.
Variable f : nat -> V.
Variable m : nat.
Hypothesis concave : forall t, (S (S t) <= m)%nat -> f (S (S t)) - f (S t) <= f (S t) - f t.
Lemma increments_fall : forall t j, (S (t + j) <= m)%nat -> f (S (t + j)) - f (t + j)%nat <= f (S t) - f t.
Proof.
  intros t j; induction j; intros H; [rewrite Nat.add_0_r; arith|].
  rewrite Nat.add_succ_r. specialize (IHj ltac:(lia)). pose proof (concave (t + j)%nat ltac:(lia)). arith.
Qed.
Lemma falls_on : forall t, (S t <= m)%nat -> f (S t) < f t -> forall j, (S (t + j) <= m)%nat -> f (S (t + j)) < f t.
Proof.
  intros t Ht Hf j; induction j; intros H; [now rewrite Nat.add_0_r|].
  pose proof (increments_fall t (S j) H). specialize (IHj ltac:(lia)). rewrite Nat.add_succ_r in *. arith.
Qed.
Lemma rises_to_the_best : forall d, (d <= m)%nat -> (forall x, (x <= m)%nat -> f x <= f d) ->
  forall j x, (x + j <= d)%nat -> f x <= f (x + j)%nat.
Proof.
  intros d Hd Best j; induction j; intros x H; [rewrite Nat.add_0_r; arith|].
  rewrite Nat.add_succ_r. specialize (IHj x ltac:(lia)).
  destruct (ordered (f (x + j)%nat) (f (S (x + j)))) as [G|L]; [arith|]. exfalso.
  set (t := (x + j)%nat) in *. pose proof (falls_on t ltac:(lia) L (d - S t) ltac:(lia)) as Hf.
  replace (S (t + (d - S t)))%nat with d in Hf by lia. pose proof (Best t ltac:(lia)). arith.
Qed.
Lemma cap_of_the_best : forall d r y, (d <= m)%nat -> (forall x, (x <= m)%nat -> f x <= f d) ->
  (y <= r)%nat -> (r <= m)%nat -> f y <= f (Nat.min d r).
Proof.
  intros d r y Hd Best Hy Hr. destruct (le_lt_dec d r).
  - rewrite (Nat.min_l d r) by lia. apply Best. lia.
  - rewrite (Nat.min_r d r) by lia. pose proof (rises_to_the_best d Hd Best (r - y) y ltac:(lia)) as H.
    now replace (y + (r - y))%nat with r in H by lia.
Qed.
End Concave.

Lemma separable_bundle : forall k g p y, separable k g p (bundle_of k y) = sum (map (fun h => g p h (y h)) (seq 0 k)).
Proof.
  intros. unfold separable. f_equal. apply map_ext_in. intros h Hh. apply in_seq in Hh. now rewrite bundle_nth by lia.
Qed.

(* A best bundle of a separable payoff is best commodity by commodity. *)
Lemma best_by_commodity : forall k l np g d, price_taking k l np (separable k g) d -> valid k l np d ->
  forall p h t, (p < np)%nat -> (h < k)%nat -> (t <= l)%nat -> g p h t <= g p h (d p h).
Proof.
  intros k l np g d PT Vd p h t Hp Hh Ht. destruct (ordered (g p h t) (g p h (d p h))) as [G|G]; [exact G|exfalso].
  assert (B : is_bundle k l (fun h' => if (h' =? h)%nat then t else d p h')).
  { intros h' Hh'. destruct (h' =? h)%nat; [exact Ht|now apply Vd]. }
  specialize (PT p Hp _ B). rewrite !separable_bundle in PT.
  assert (F : sum (map (fun h' => g p h' (d p h')) (seq 0 k)) < sum (map (fun h' => g p h' (if (h' =? h)%nat then t else d p h')) (seq 0 k))).
  { apply sum_lt with (x := h); [|apply in_seq; lia|now rewrite Nat.eqb_refl].
    intros h' _. destruct (Nat.eqb_spec h' h) as [->|]; arith. }
  arith.
Qed.

Lemma gain_concave : forall k l x P c, Condition_1 k l x c -> forall p h t, (h < k)%nat -> (S (S t) <= l)%nat ->
  gain x P c p h (S (S t)) - gain x P c p h (S t) <= gain x P c p h (S t) - gain x P c p h t.
Proof. intros k l x P c H p h t Hh Ht. specialize (H h (S t) Hh ltac:(lia) Ht). destruct x; simpl in *; arith. Qed.

(* ---- theorems ---- *)

Section Theorem1.
Variables n k l np : nat.
Variable tie : list nat -> nat.
Hypothesis clears : picks_a_minimiser tie.
Hypotheses (n1 : (1 <= n)%nat) (k1 : (1 <= k)%nat) (l1 : (1 <= l)%nat) (np1 : (1 <= np)%nat).

Lemma caps_suffice : forall u d x A i phi, caps_are_optimal k l np u d -> valid k l np d -> is_grouping (2 * n) phi -> (i < 2 * n)%nat ->
  forall d', valid k l np d' -> earns n k np tie u x (announces A x i d') i phi <= earns n k np tie u x (announces A x i d) i phi.
Proof.
  intros u d x A i phi Hc Vd G Hi d' Vd'. unfold earns.
  destruct (own_message n k l np tie clears np1 A x phi i G Hi) as [q [r [Hq [Hr H]]]].
  rewrite (H d Vd), (H d' Vd'). apply Hc; [exact Hq|exact Hr|]. intros. lia.
Qed.

(* The sharp form: for any payoff function, whether Condition 1 holds or not, a message is dominant if and only if its
   caps are optimal. *)
Theorem sharp_form : forall u x i d, (i < 2 * n)%nat -> valid k l np d ->
  (dominant n k l np tie u x i d <-> caps_are_optimal k l np u d).
Proof.
  intros u x i d Hi Vd. split.
  - intros D p Hp r Hr y Hy.
    destruct (ordered (u p (bundle_of k y)) (u p (bundle_of k (fun h => Nat.min (d p h) (r h))))) as [G|G]; [exact G|exfalso].
    set (d' := fun q h => if (q =? p)%nat then y h else d q h).
    assert (Vd' : valid k l np d').
    { intros q h Hq Hh. unfold d'. destruct (Nat.eqb_spec q p); [|now apply Vd]. specialize (Hy h Hh). specialize (Hr h Hh). lia. }
    assert (E : forall h, (h < k)%nat -> Nat.min (d' p h) (r h) = y h).
    { intros h Hh. unfold d'. rewrite Nat.eqb_refl. specialize (Hy h Hh). lia. }
    assert (VA : all_valid k l np (isolating l x p r)).
    { intros z j q h Hq Hh. unfold isolating. destruct (same_side x z); [destruct (q =? p)%nat; lia|].
      destruct ((j =? 0) && (q =? p))%nat; [now apply Hr|apply Nat.le_0_l]. }
    specialize (D (isolating l x p r) VA d' Vd').
    assert (W : forall phi, In phi (Phi (2 * n)) -> earns n k np tie u x (announces (isolating l x p r) x i d) i phi
                                                   <= earns n k np tie u x (announces (isolating l x p r) x i d') i phi).
    { intros phi I. apply Phi_spec in I. unfold earns.
      destruct (isolation n k l np tie clears n1 k1 l1 x p r phi i Hp I Hi) as [H|[q H]]; rewrite !H; [|arith].
      rewrite (bundle_ext k _ y E). arith. }
    destruct (isolation_happens n k l np tie clears n1 k1 l1 x p r i Hp Hi) as [phi [I H]].
    assert (F : sum (map (earns n k np tie u x (announces (isolating l x p r) x i d) i) (Phi (2 * n)))
              < sum (map (earns n k np tie u x (announces (isolating l x p r) x i d') i) (Phi (2 * n)))).
    { apply sum_lt with (x := phi); [exact W|exact I|]. unfold earns. rewrite !H. rewrite (bundle_ext k _ y E). exact G. }
    arith.
  - intros Hc A _ d' Vd'. apply sum_le. intros phi I. apply Phi_spec in I. now apply caps_suffice.
Qed.

(* The only-if part needs no Condition 1. *)
Theorem dominant_is_price_taking : forall u x i d, (i < 2 * n)%nat -> valid k l np d ->
  dominant n k l np tie u x i d -> price_taking k l np u d.
Proof.
  intros u x i d Hi Vd D. apply sharp_form in D; auto. intros p Hp y Hy.
  rewrite <- (bundle_ext k (fun h => Nat.min (d p h) l) (d p)) by (intros h Hh; specialize (Vd p h Hp Hh); lia).
  apply (D p Hp (fun _ => l)); [intros h Hh; apply Nat.le_refl|exact Hy].
Qed.

(* Theorem 1: under Condition 1 a message is dominant if and only if it is price-taking; both sides. *)
Theorem theorem_1 : forall x P c i d, (i < 2 * n)%nat -> Condition_1 k l x c -> valid k l np d ->
  (dominant n k l np tie (trader_payoff k x P c) x i d <-> price_taking k l np (trader_payoff k x P c) d).
Proof.
  intros x P c i d Hi H1 Vd. split; [now apply dominant_is_price_taking|]. intros PT. apply sharp_form; auto.
  intros p Hp r Hr y Hy. unfold trader_payoff. rewrite !separable_bundle. apply sum_le. intros h Hh. apply in_seq in Hh.
  apply (cap_of_the_best (gain x P c p h) l); [intros; apply (gain_concave k l); auto; lia|apply Vd; lia| |apply Hy; lia|apply Hr; lia].
  intros t Ht. apply (best_by_commodity k l np (gain x P c) d PT Vd); lia.
Qed.

(* Theorem 1, second sentence, again without Condition 1: where trading nothing is worth 0, an agent with a dominant
   message never loses, whatever the others announce and whatever phi is. *)
Theorem ex_post_rational : forall u x i d, (i < 2 * n)%nat -> valid k l np d ->
  (forall p, (p < np)%nat -> 0 <= u p (bundle_of k (fun _ => 0%nat))) -> dominant n k l np tie u x i d ->
  forall A phi, In phi (Phi (2 * n)) -> 0 <= earns n k np tie u x (announces A x i d) i phi.
Proof.
  intros u x i d Hi Vd Z D A phi I. apply sharp_form in D; auto. apply Phi_spec in I. unfold earns.
  destruct (own_message n k l np tie clears np1 A x phi i I Hi) as [q [r [Hq [Hr H]]]]. rewrite (H d Vd).
  specialize (D q Hq r Hr (fun _ => 0%nat) (fun h _ => Nat.le_0_l (r h))). specialize (Z q Hq). arith.
Qed.

(* Theorem 3 fails at every n where, at some price, two units pay and one alone does not: nothing is dominant. *)
Theorem nothing_is_dominant : forall u x i p, k = 1%nat -> l = 2%nat -> (i < 2 * n)%nat -> (p < np)%nat ->
  u p [1%nat] < u p [0%nat] -> u p [0%nat] < u p [2%nat] -> forall d, valid k l np d -> ~ dominant n k l np tie u x i d.
Proof.
  intros u x i p Ek El Hi Hp H1 H2 d Vd D. apply sharp_form in D; auto.
  assert (T : forall y, bundle_of k y = [y 0%nat]) by (intros; unfold bundle_of; rewrite Ek; reflexivity).
  assert (B : forall t, (t <= 2)%nat -> is_bundle k l (fun _ => t)) by (intros t Ht h _; lia).
  pose proof (D p Hp (fun _ => 2%nat) (B 2%nat ltac:(lia)) (fun _ => 2%nat) (fun h _ => Nat.le_refl 2)) as Two.
  pose proof (D p Hp (fun _ => 1%nat) (B 1%nat ltac:(lia)) (fun _ => 0%nat) (fun h _ => Nat.le_0_l 1)) as One.
  specialize (Vd p 0%nat Hp k1). rewrite El in Vd. rewrite !T in Two, One.
  destruct (d p 0%nat) as [|[|[|t]]]; simpl in Two, One; try lia; arith.
Qed.
End Theorem1.
