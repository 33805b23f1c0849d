(* In the section of Theorem4.v: a strategy that survives round 1, and that what survives it takes prices. *)

(* ---- round 1 ---- *)

Definition silent : nat -> nat -> message := fun _ _ _ _ => 0.
Lemma silent_valid : forall s a, valid k l np (silent s a).
Proof. intros s a p h _ _. apply Nat.le_0_l. Qed.

(* The mate says d at t, and else takes prices. *)
Definition says_at (i t : nat) (d : message) : nat -> message := fun a => if a =? t then d else honest i a.
Definition mate_says (i t : nat) (d : message) (own : nat -> triplicate) : nat -> nat -> triplicate :=
  fun j => if j =? i then own else star (mate i) (says_at (mate i) t d).

Lemma says_at_valid : forall i t d, valid k l np d -> forall a, valid k l np (says_at i t d a).
Proof. intros i t d V a. unfold says_at. destruct (a =? t); [exact V|apply honest_takes_prices]. Qed.

Lemma mate_plays : forall i t d own o, i < 2 -> first (buyer_plays (mate_says i t d own) o (mate i)) = says_at (mate i) t d (o Buyer (mate i)).
Proof.
  intros i t d own o Hi. destruct (mate_differs i Hi) as [N _]. unfold buyer_plays, mate_says.
  now rewrite (proj2 (Nat.eqb_neq _ _) N).
Qed.

Lemma class_of : forall o i, In o states -> i < 2 -> o Buyer i < signals Buyer.
Proof. intros o i I Hi. now apply (within o I). Qed.

(* A mate who takes prices at all of his signals: no triplicate earns more than one that takes prices twice and then is
   best given what he says. *)
Lemma reply_after_prices : forall i a t d y o q, i < 2 -> a < signals Buyer -> t < signals Buyer -> takes_prices (mate i) t d ->
  o Buyer i = a -> o Buyer (mate i) = t -> valid k l np y -> q < np -> (u i o q (y q) <= u i o q (reply i a d q))%Q.
Proof.
  intros i a t d y o q Hi Ha Ht T A E V Hq. apply (best_given_at i a t (reply i a d)); try assumption; [now apply reply_is_best|].
  intros h Hh. now apply V.
Qed.

Theorem star_survives : forall i says, i < 2 -> (forall a, takes_prices i a (says a)) -> snd (left_after 1) i (star i says).
Proof.
  intros i says Hi T. assert (V : forall a, valid k l np (says a)) by (intros; apply T). destruct (mate_differs i Hi) as [Ni [Mi Mm]].
  split; [intros a; now apply star_is_triplicate|]. intros [Z [_ [F [Weak [S [B [a [Am [Ha Strict]]]]]]]]]. rewrite Forall_forall in F.
  (* Nothing in Z replies worse or better, by induction through the criteria. *)
  assert (Same : forall d, valid k l np d -> forall before after, criteria i d = before ++ after -> forall t, In t before ->
    forall z', In z' Z -> forall o q, In o states -> o Buyer i = a -> o Buyer (mate i) = t -> q < np ->
    (u i o q (third (z' a) (tuple i (first (z' a)) d) q) == u i o q (reply i a d q))%Q).
  { intros d Vd before. induction before as [|t before IH] using rev_ind; intros after E; [intros t []|].
    rewrite <- app_assoc in E. specialize (IH _ E). intros t' J. apply in_app_or in J. destruct J as [J|[<-|[]]]; [now apply IH|].
    assert (Ht : t < signals Buyer) by (apply (criteria_signals i d); rewrite E; apply in_or_app; right; now left).
    (* No better at t ... *)
    assert (Le : forall z', In z' Z -> forall o q, In o states -> o Buyer i = a -> o Buyer (mate i) = t -> q < np ->
      (u i o q (third (z' a) (tuple i (first (z' a)) d) q) <= u i o q (reply i a d q))%Q).
    { intros z' Iz o q Io Ao To Hq. set (y := third (z' a) (tuple i (first (z' a)) d)) in *.
      assert (Vy : is_bundle k l (y q)) by (intros h Hh; apply (F z' Iz a); assumption).
      destruct (Qlt_le_dec (u i o q (reply i a d q)) (u i o q (y q))) as [L|L]; [exfalso|exact L].
      apply (Qlt_not_le _ _ (worth_lt i a t o q _ _ Hi Ha Ht Ao To L)).
      apply (pick_message_best k l (fun p => map (fun t => worth i a t p) (criteria i d)) q (map (fun t => worth i a t q) before) (worth i a t q)
        (map (fun t => worth i a t q) after) (y q)); [cbv beta; now rewrite E, map_app|exact Vy|].
      intros b Ib. apply in_map_iff in Ib. destruct Ib as [t0 [<- I0]].
      assert (H0 : t0 < signals Buyer) by (apply (criteria_signals i d); rewrite E; apply in_or_app; now left).
      destruct (a_state i a t0 Hi Ha H0) as [o0 [Io0 [_ [A0 T0]]]].
      pose proof (IH t0 I0 z' Iz o0 q Io0 A0 T0 Hq) as Eq. fold y in Eq. unfold u in Eq.
      apply Qle_antisym; apply (worth_le i a t0 o0); try assumption; rewrite Eq; apply Qle_refl. }
    (* ... and no worse: the mate may say d at t. *)
    intros z1 Iz1 o q Io Ao To Hq. destruct (Qlt_le_dec (u i o q (third (z1 a) (tuple i (first (z1 a)) d) q)) (u i o q (reply i a d q))) as [L|L];
      [exfalso|apply Qle_antisym; [now apply Le|exact L]].
    set (B0 := mate_says i t d (star i says)).
    assert (A0 : among (left_after 0) silent B0).
    { split; [intros s _ a'; apply silent_valid|]. intros j Hj a'. unfold B0, mate_says. destruct (Nat.eqb_spec j i) as [->|N].
      - now apply star_is_triplicate.
      - replace j with (mate i) by (unfold mate; lia). apply star_is_triplicate; [exact Mi|now apply says_at_valid]. }
    specialize (Weak silent B0 a A0 Ha). cbv beta zeta in Weak.
    assert (Third : forall z', In z' Z -> forall o q, In o states -> o Buyer i = a -> q < np ->
      (u i o q (third_at i (z' a) (buyer_plays B0 o (mate i)) q) <= u i o q (third_at i (star i says a) (buyer_plays B0 o (mate i)) q))%Q).
    { intros z' Iz o' q' Io' Ao' Hq'. rewrite star_third by exact Hi. unfold third_at, B0. rewrite mate_plays by exact Hi. unfold says_at.
      destruct (Nat.eqb_spec (o' Buyer (mate i)) t) as [E'|E']; [now apply Le|].
      apply (reply_after_prices i a (o' Buyer (mate i))); try assumption; try reflexivity; [now apply class_of|apply honest_takes_prices|].
      apply (F z' Iz a). }
    assert (Own : forall z', In z' Z -> no_worse i a (first (star i says a)) (first (z' a)) /\
      no_worse i a (second (star i says a) [first (star i says a)]) (second (z' a) [first (z' a)])).
    { intros z' Iz. destruct (F z' Iz a) as [_ [V1 [V2 _]]]. split; apply takes_prices_no_worse; auto. apply T. apply T. }
    destruct (a_state i a t Hi Ha Ht) as [o1 [Io1 [Fo1 [Ao1 To1]]]].
    assert (Less : (sum (map (fun z' => expects Buyer i a silent (with_buyer B0 i z')) Z) <
                    sum (map (fun _ => expects Buyer i a silent (with_buyer B0 i (star i says))) Z))%Q).
    { apply sum_lt with (x := z1); [|exact Iz1|].
      - intros z' Iz. rewrite !expects_buyer by exact Hi. destruct (Own z' Iz). apply compare_gains; try assumption. now apply Third.
      - rewrite !expects_buyer by exact Hi. destruct (Own z1 Iz1). apply (compare_strictly i a silent B0 (star i says a) (z1 a)) with (o := o1) (q := q); try assumption;
          [now apply Third|apply every_branch|].
        rewrite star_third by exact Hi. unfold third_at, B0. rewrite mate_plays by exact Hi. unfold says_at. rewrite To1, Nat.eqb_refl.
        unfold u. rewrite !(same_class i o1 o) by (assumption || congruence). exact L. }
    rewrite sum_same in Less. lra. }
  (* So nothing in Z ever earns more. *)
  cbv beta zeta in Strict. rewrite <- sum_same in Strict. apply (Qlt_not_le _ _ Strict). apply sum_le. intros z' Iz. rewrite !expects_buyer by exact Hi.
  destruct (F z' Iz a) as [_ [V1 [V2 V3]]]. apply compare_gains.
  - apply takes_prices_no_worse; [apply T|exact V1].
  - apply takes_prices_no_worse; [apply T|apply V2].
  - intros o q Io Ao Hq. rewrite star_third by exact Hi. destruct Am as [_ Am].
    assert (Vd : valid k l np (first (buyer_plays B o (mate i)))) by apply (Am (mate i) Mi).
    assert (In (o Buyer (mate i)) (criteria i (first (buyer_plays B o (mate i))))) as J by (apply criteria_signals; now apply class_of).
    apply Qle_lteq. right. exact (Same _ Vd _ [] (eq_sym (app_nil_r _)) _ J z' Iz o q Io Ao eq_refl Hq).
Qed.

(* What m does in second and third messages, after another first message. *)
Definition copy (i : nat) (m : triplicate) (d e : message) : triplicate :=
  {| first := d; second := fun _ => e; third := fun seen => third m (tuple i (first m) (nth (mate i) seen (fun _ _ => 0))) |}.

Lemma copy_third : forall i m d e m', i < 2 -> third_at i (copy i m d e) m' = third_at i m m'.
Proof. intros i m d e m' Hi. assert (E : i = 0 \/ i = 1) by lia. destruct E; subst i; reflexivity. Qed.

Lemma copy_is_triplicate : forall i m d e, is_triplicate m -> valid k l np d -> valid k l np e -> is_triplicate (copy i m d e).
Proof.
  intros i m d e [R [V1 [V2 V3]]] Vd Ve. split; [|split; [exact Vd|split; [intros; exact Ve|intros; apply V3]]].
  intros seen seen' Fa. split; [reflexivity|]. simpl. apply R.
  assert (A : alike k np (nth (mate i) seen (fun _ _ => 0)) (nth (mate i) seen' (fun _ _ => 0))).
  { revert Fa. generalize (mate i). intros j Fa. revert j. induction Fa as [|d1 d2 u1 u2 E Fa IH]; intros [|j]; simpl; try (intros p h _ _; reflexivity); [exact E|apply IH]. }
  unfold tuple. destruct (i =? 0); repeat constructor; try exact A; intros p h _ _; reflexivity.
Qed.

Lemma less_than_one : forall x y : Q, (x < y)%Q -> (times 1 x < sum [y])%Q.
Proof. intros x y L. simpl. lra. Qed.

(* A strategy that leaves something on the table at a signal, in its first or second message, is dominated. *)
Lemma better_copy : forall i z a d e, i < 2 -> a < signals Buyer -> snd (left_after 1) i z -> valid k l np d -> valid k l np e ->
  no_worse i a d (first (z a)) -> no_worse i a e (second (z a) [first (z a)]) ->
  forall p, p < np -> (mean i a p (bundle_of k (d p)) <= mean i a p (bundle_of k (first (z a) p)))%Q /\
                      (mean i a p (bundle_of k (e p)) <= mean i a p (bundle_of k (second (z a) [first (z a)] p)))%Q.
Proof.
  intros i z a d e Hi Ha [Az N] Vd Ve Nd Ne p Hp.
  assert (Main : ~ ((mean i a p (bundle_of k (first (z a) p)) < mean i a p (bundle_of k (d p)))%Q \/
                    (mean i a p (bundle_of k (second (z a) [first (z a)] p)) < mean i a p (bundle_of k (e p)))%Q)).
  { intros L. apply N. set (m := copy i (z a) d e). set (z' := fun b => if b =? a then m else z b). exists [z'].
    assert (Third : forall B o q, In o states -> o Buyer i = a -> q < np ->
      (u i o q (third_at i (z a) (buyer_plays B o (mate i)) q) <= u i o q (third_at i m (buyer_plays B o (mate i)) q))%Q).
    { intros B o q _ _ _. unfold m. rewrite copy_third by exact Hi. apply Qle_refl. }
    split; [exact by_one|split; [|split]].
    - constructor; [|constructor]. intros b. unfold z'. destruct (b =? a); [now apply copy_is_triplicate|apply Az].
    - intros S B b _ Hb. cbv zeta. cbn [length map]. assert (Le : (expects Buyer i b S (with_buyer B i z) <= expects Buyer i b S (with_buyer B i z'))%Q).
      { rewrite !expects_buyer by exact Hi. unfold z'. destruct (Nat.eqb_spec b a) as [->|_]; [|apply Qle_refl]. apply compare_gains; [exact Nd|exact Ne|apply Third]. }
      simpl. lra.
    - exists silent, (fun j => star j (honest j)), a. split; [|split; [exact Ha|]].
      + split; [intros s _ b; apply silent_valid|]. intros j Hj b. apply star_is_triplicate; [exact Hj|]. intros x. apply honest_takes_prices.
      + cbv zeta. cbn [length map]. apply less_than_one. rewrite !expects_buyer by exact Hi. unfold z'. rewrite Nat.eqb_refl.
        apply compare_own_strictly with (p := p); [exact Nd|exact Ne|apply Third|exact Hp|].
        destruct L as [L|L]; [left|right]; (split; [apply every_branch|exact L]). }
  split; apply Qnot_lt_le; intro; apply Main; auto.
Qed.

Lemma raised_at : forall i a (d : message) p y, p < np -> (mean i a p (bundle_of k (d p)) <= mean i a p (bundle_of k y))%Q ->
  no_worse i a (fun q => if q =? p then y else d q) d.
Proof. intros i a d p y Hp L q Hq. destruct (Nat.eqb_spec q p) as [->|_]; [exact L|apply Qle_refl]. Qed.

Lemma raised_valid : forall (d : message) p y, valid k l np d -> is_bundle k l y -> valid k l np (fun q => if q =? p then y else d q).
Proof. intros d p y V Hy q h Hq Hh. destruct (q =? p); [now apply Hy|now apply V]. Qed.

(* Round 1 leaves first and second messages that take prices. *)
Theorem round_1_takes_prices : forall i z a, i < 2 -> a < signals Buyer -> snd (left_after 1) i z ->
  takes_prices i a (first (z a)) /\ takes_prices i a (second (z a) [first (z a)]).
Proof.
  intros i z a Hi Ha Hz. pose proof Hz as [Az _]. destruct (Az a) as [_ [V1 [V2 _]]].
  assert (Same : forall d, no_worse i a d d) by (intros d p _; apply Qle_refl).
  split; (split; [auto|]); intros p Hp y Hy.
  - destruct (Qlt_le_dec (mean i a p (bundle_of k (first (z a) p))) (mean i a p (bundle_of k y))) as [L|L]; [|exact L].
    destruct (better_copy i z a (fun q => if q =? p then y else first (z a) q) (second (z a) [first (z a)]) Hi Ha Hz) with (p := p) as [M _];
      auto; [now apply raised_valid|apply raised_at; [exact Hp|now apply Qlt_le_weak]|]. rewrite Nat.eqb_refl in M. exact M.
  - destruct (Qlt_le_dec (mean i a p (bundle_of k (second (z a) [first (z a)] p))) (mean i a p (bundle_of k y))) as [L|L]; [|exact L].
    destruct (better_copy i z a (first (z a)) (fun q => if q =? p then y else second (z a) [first (z a)] q) Hi Ha Hz) with (p := p) as [_ M];
      auto; [now apply raised_valid|apply raised_at; [exact Hp|now apply Qlt_le_weak]|]. rewrite Nat.eqb_refl in M. exact M.
Qed.
