(* In the section of Theorem4.v: what is best given both buyers' signals, and replies to what the mate says. *)

(* ---- what the signals of both buyers say ---- *)

(* What buyer i expects of a bundle at p if the signals are a and t. *)
Definition worth (i a t p : nat) (y : list nat) : Q := sum (map (fun o => times (f o) (buyer_pays k P v i o p y)) (filter (knows i a t) states)).

Lemma knows_spec : forall i a t o, knows i a t o = true <-> o Buyer i = a /\ o Buyer (mate i) = t.
Proof. intros. unfold knows. now rewrite andb_true_iff, !Nat.eqb_eq. Qed.

Lemma a_state : forall i a t, i < 2 -> a < signals Buyer -> t < signals Buyer ->
  exists o, In o states /\ 1 <= f o /\ o Buyer i = a /\ o Buyer (mate i) = t.
Proof.
  intros i a t Hi Ha Ht. destruct (likely (fun x j => match x with Seller => 0 | Buyer => if j =? i then a else t end)) as [o [I [F E]]].
  - intros [] j Hj; [apply some_signal|]. now destruct (j =? i).
  - exists o. destruct (mate_differs i Hi) as [N [M _]]. split; [exact I|split; [exact F|]].
    pose proof (E Buyer i Hi) as E1. pose proof (E Buyer (mate i) M) as E2. cbv beta iota in E1, E2.
    rewrite Nat.eqb_refl in E1. rewrite (proj2 (Nat.eqb_neq _ _) N) in E2. now split.
Qed.

Lemma same_class : forall i o o' p y, i < 2 -> o Buyer i = o' Buyer i -> o Buyer (mate i) = o' Buyer (mate i) ->
  (buyer_pays k P v i o p y == buyer_pays k P v i o' p y)%Q.
Proof.
  intros i o o' p y Hi E1 E2. unfold buyer_pays. rewrite (values i o o' y Hi); [reflexivity|].
  intros j Hj. destruct (Nat.eq_dec j i) as [->|N]; [exact E1|]. replace j with (mate i) by (unfold mate; lia). exact E2.
Qed.

Lemma worth_le : forall i a t o p x y, i < 2 -> o Buyer i = a -> o Buyer (mate i) = t ->
  (buyer_pays k P v i o p y <= buyer_pays k P v i o p x)%Q -> (worth i a t p y <= worth i a t p x)%Q.
Proof.
  intros i a t o p x y Hi A T L. apply sum_le. intros o' I. apply filter_In in I. destruct I as [_ K]. apply knows_spec in K.
  apply times_le. destruct K. rewrite !(same_class i o' o) by (assumption || congruence). exact L.
Qed.

Lemma worth_lt : forall i a t o p x y, i < 2 -> a < signals Buyer -> t < signals Buyer -> o Buyer i = a -> o Buyer (mate i) = t ->
  (buyer_pays k P v i o p y < buyer_pays k P v i o p x)%Q -> (worth i a t p y < worth i a t p x)%Q.
Proof.
  intros i a t o p x y Hi Ha Ht A T L. destruct (a_state i a t Hi Ha Ht) as [o1 [I [F [A1 T1]]]].
  assert (E : forall o', o' Buyer i = a -> o' Buyer (mate i) = t -> (buyer_pays k P v i o' p y < buyer_pays k P v i o' p x)%Q).
  { intros o' A' T'. rewrite !(same_class i o' o) by (assumption || congruence). exact L. }
  apply sum_lt with (x := o1).
  - intros o' J. apply filter_In in J. destruct J as [_ K]. apply knows_spec in K. destruct K as [A' T'].
    apply times_le. specialize (E o' A' T'). lra.
  - apply filter_In. split; [exact I|]. now apply knows_spec.
  - apply times_lt; [exact F|]. now apply E.
Qed.

(* A demand that is best given both signals is best in each state in which they are seen. *)
Lemma best_given_at : forall i a t d o q y, i < 2 -> a < signals Buyer -> t < signals Buyer -> o Buyer i = a -> o Buyer (mate i) = t ->
  best_given i (knows i a t) d -> q < np -> is_bundle k l y -> (u i o q y <= u i o q (d q))%Q.
Proof.
  intros i a t d o q y Hi Ha Ht A T G Hq Hy.
  destruct (Qlt_le_dec (u i o q (d q)) (u i o q y)) as [L|L]; [exfalso|exact L].
  exact (Qlt_not_le _ _ (worth_lt i a t o q _ _ Hi Ha Ht A T L) (G q Hq y Hy)).
Qed.

(* ---- messages that take prices ---- *)

Definition honest (i a : nat) : message := pick_message k l (fun p => [mean i a p]).

Lemma honest_takes_prices : forall i a, takes_prices i a (honest i a).
Proof.
  intros i a. split; [apply pick_message_valid|]. intros p Hp y Hy.
  apply (pick_message_best k l (fun p => [mean i a p]) p [] (mean i a p) [] y eq_refl Hy). intros b [].
Qed.

(* Does d take prices at a? *)
Definition recognised (i : nat) (d : message) (a : nat) : bool :=
  forallb (fun p => forallb (fun h => d p h <=? l) (seq 0 k) &&
                    forallb (fun y => Qle_bool (mean i a p y) (mean i a p (bundle_of k (d p)))) (bundles k l)) (seq 0 np).

Lemma recognised_spec : forall i d a, recognised i d a = true <-> takes_prices i a d.
Proof.
  intros i d a. unfold recognised. rewrite forallb_forall. split.
  - intros R. split; [intros p h Hp Hh|intros p Hp y Hy]; (assert (Ip : In p (seq 0 np)) by (apply in_seq; lia)); specialize (R p Ip);
      apply andb_true_iff in R; rewrite !forallb_forall in R; destruct R as [R1 R2].
    + apply Nat.leb_le, R1, in_seq. lia.
    + apply Qle_bool_iff, R2. now apply bundle_in_bundles.
  - intros [V T] p Ip. apply in_seq in Ip. apply andb_true_iff. rewrite !forallb_forall. split.
    + intros h Ih. apply in_seq in Ih. apply Nat.leb_le, V; lia.
    + intros y Y. apply Qle_bool_iff. pose proof Y as Y'. apply bundles_spec in Y'. destruct Y' as [Ly By].
      rewrite <- (bundle_of_nth k y Ly). apply (T p); [lia|exact By].
Qed.

Lemma recognised_alike : forall i d d' a, alike k np d d' -> recognised i d a = recognised i d' a.
Proof.
  intros i d d' a E. apply eq_true_iff_eq. rewrite !recognised_spec.
  assert (H : forall e e', alike k np e e' -> takes_prices i a e -> takes_prices i a e').
  { intros e e' A [V T]. split; [intros p h Hp Hh; rewrite <- A by assumption; now apply V|]. intros p Hp y Hy.
    specialize (T p Hp y Hy). cbv beta zeta in *. rewrite <- (bundle_ext k (e p) (e' p)) by (intros h Hh; now apply A). exact T. }
  split; apply H; [exact E|]. intros p h Hp Hh. symmetry. now apply E.
Qed.

(* ---- a strategy that survives: after a message that takes prices at t what is best given t, and among that, and after
   all other messages, what is best given the signal 0, then given 1, ... ---- *)

Definition criteria (i : nat) (d : message) : list nat :=
  match find (recognised (mate i) d) (seq 0 (signals Buyer)) with Some t => t :: seq 0 (signals Buyer) | None => seq 0 (signals Buyer) end.
Definition reply (i a : nat) (d : message) : message := pick_message k l (fun p => map (fun t => worth i a t p) (criteria i d)).
Definition star (i : nat) (says : nat -> message) : nat -> triplicate := fun a =>
  {| first := says a; second := fun _ => says a; third := fun seen => reply i a (nth (mate i) seen (fun _ _ => 0)) |}.

Lemma criteria_alike : forall i d d', alike k np d d' -> criteria i d = criteria i d'.
Proof.
  intros i d d' E. unfold criteria. replace (find (recognised (mate i) d') (seq 0 (signals Buyer))) with (find (recognised (mate i) d) (seq 0 (signals Buyer))); [reflexivity|].
  induction (seq 0 (signals Buyer)) as [|t L IH]; [reflexivity|]. simpl. now rewrite (recognised_alike _ _ _ t E), IH.
Qed.

Lemma criteria_signals : forall i d t, In t (criteria i d) <-> t < signals Buyer.
Proof.
  intros i d t. unfold criteria. destruct (find _ _) as [t'|] eqn:E; simpl; rewrite in_seq; [|lia].
  apply find_some in E. destruct E as [I _]. apply in_seq in I. lia.
Qed.

Lemma star_is_triplicate : forall i says, i < 2 -> (forall a, valid k l np (says a)) -> forall a, is_triplicate (star i says a).
Proof.
  intros i says Hi V a. split; [|split; [apply V|split; [intros; apply V|intros; apply pick_message_valid]]].
  intros seen seen' F. split; [reflexivity|]. simpl. unfold reply.
  rewrite (criteria_alike i (nth (mate i) seen (fun _ _ => 0)) (nth (mate i) seen' (fun _ _ => 0))); [reflexivity|].
  revert F. generalize (mate i). intros j F. revert j. induction F as [|d d' u1 u2 E F IH]; intros [|j]; simpl; try (intros p h _ _; reflexivity); [exact E|apply IH].
Qed.

Lemma star_third : forall i says a m', i < 2 -> third_at i (star i says a) m' = reply i a (first m').
Proof. intros i says a m' Hi. assert (E : i = 0 \/ i = 1) by lia. destruct E; subst i; reflexivity. Qed.

(* After a mate's message that takes prices at his signal t the reply is best given t. *)
Lemma reply_is_best : forall i a t d, i < 2 -> t < signals Buyer -> takes_prices (mate i) t d -> best_given i (knows i a t) (reply i a d).
Proof.
  intros i a t d Hi Ht T p Hp y Hy. unfold reply.
  assert (E : criteria i d = t :: seq 0 (signals Buyer)).
  { unfold criteria. destruct (find (recognised (mate i) d) (seq 0 (signals Buyer))) as [t'|] eqn:F.
    - apply find_some in F. destruct F as [I R]. apply in_seq in I. apply recognised_spec in R.
      destruct (Nat.eq_dec t t') as [->|N]; [reflexivity|exfalso]. destruct (mate_differs i Hi) as [_ [M _]].
      apply (disjoint (mate i) t t' d d); try assumption; try lia. intros p' h _ _. reflexivity.
    - exfalso. assert (I : In t (seq 0 (signals Buyer))) by (apply in_seq; lia). apply (find_none _ _ F) in I.
      now rewrite (proj2 (recognised_spec _ _ _) T) in I. }
  rewrite E. apply (pick_message_best k l (fun p => map (fun t => worth i a t p) (t :: seq 0 (signals Buyer))) p [] (worth i a t p)
    (map (fun t => worth i a t p) (seq 0 (signals Buyer))) y eq_refl Hy). intros b [].
Qed.
