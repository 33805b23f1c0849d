(* In the section of Theorem4.v: round 2 asks for (10), and nothing leaves later. *)

(* ---- round 2 and later ---- *)

(* (10) is best against what round 1 leaves. *)
Theorem obeying_is_best : forall i z a S B m', i < 2 -> a < signals Buyer -> snd (left_after 1) (mate i) (B (mate i)) -> obeys_10 i z ->
  is_triplicate m' -> (gain i a S B m' <= gain i a S B (z a))%Q.
Proof.
  intros i z a S B m' Hi Ha Hm O Vm. destruct (O a Ha) as [O1 [O2 O3]]. destruct (mate_differs i Hi) as [_ [Mi _]].
  destruct Vm as [_ [V1 [V2 V3]]]. apply compare_gains; [now apply takes_prices_no_worse|apply takes_prices_no_worse; auto|].
  intros o q Io Ao Hq. set (t := o Buyer (mate i)). assert (Ht : t < signals Buyer) by (apply class_of; assumption).
  destruct (round_1_takes_prices (mate i) (B (mate i)) t Mi Ht Hm) as [D _].
  apply (best_given_at i a t (third_at i (z a) (buyer_plays B o (mate i)))); try assumption; try reflexivity; [now apply O3|].
  intros h Hh. now apply V3.
Qed.

Lemma star_obeys_10 : forall i says, i < 2 -> (forall a, takes_prices i a (says a)) -> obeys_10 i (star i says).
Proof.
  intros i says Hi T a Ha. split; [apply T|split; [apply T|]]. intros t d Ht D.
  replace (third (star i says a) (tuple i (first (star i says a)) d)) with (reply i a d); [now apply reply_is_best|].
  assert (E : i = 0 \/ i = 1) by lia. destruct E; subst i; reflexivity.
Qed.

Theorem round_2_obeys_10 : forall i z, i < 2 -> snd (left_after 2) i z -> obeys_10 i z.
Proof.
  intros i z Hi [Hz N] a Ha. destruct (mate_differs i Hi) as [Ni [Mi Mm]].
  destruct (round_1_takes_prices i z a Hi Ha Hz) as [D1 D2]. split; [exact D1|split; [exact D2|]]. intros t d Ht D p Hp y Hy.
  set (x := third (z a) (tuple i (first (z a)) d)).
  destruct (Qlt_le_dec (worth i a t p (bundle_of k (x p))) (worth i a t p (bundle_of k y))) as [L|L]; [exfalso|exact L]. apply N.
  assert (T : forall j b, takes_prices j b (honest j b)) by (intros; apply honest_takes_prices).
  exists [star i (honest i)]. split; [exact by_one|split; [|split]].
  - constructor; [|constructor]. apply star_survives; [exact Hi|apply T].
  - intros S B b [_ Am] Hb. cbv zeta. cbn [length map].
    assert (Le : (expects Buyer i b S (with_buyer B i z) <= expects Buyer i b S (with_buyer B i (star i (honest i))))%Q).
    { rewrite !expects_buyer by exact Hi. apply obeying_is_best; [exact Hi|exact Hb|apply Am; lia|apply star_obeys_10; [exact Hi|apply T]|].
      destruct Hz as [Az _]. apply Az. }
    simpl. lra.
  - assert (Says : forall b, takes_prices (mate i) b (says_at (mate i) t d b)).
    { intros b. unfold says_at. destruct (Nat.eqb_spec b t) as [->|_]; [exact D|apply T]. }
    exists silent, (mate_says i t d (star i (honest i))), a. split; [|split; [exact Ha|]].
    + split.
      * intros s Hs. apply seller_never_leaves; [exact Hs|intros b; apply silent_valid].
      * intros j Hj. unfold mate_says. destruct (Nat.eqb_spec j i) as [->|Nj]; [apply star_survives; [exact Hi|apply T]|].
        replace j with (mate i) by (unfold mate; lia). now apply star_survives.
    + cbv zeta. cbn [length map]. apply less_than_one. rewrite !expects_buyer by exact Hi.
      destruct (a_state i a t Hi Ha Ht) as [o [Io [Fo [Ao To]]]].
      assert (Third : forall o', third_at i (z a) (buyer_plays (mate_says i t d (star i (honest i))) o' (mate i)) =
        third (z a) (tuple i (first (z a)) (says_at (mate i) t d (o' Buyer (mate i))))) by (intros o'; unfold third_at; now rewrite mate_plays).
      assert (Star : forall o', third_at i (star i (honest i) a) (buyer_plays (mate_says i t d (star i (honest i))) o' (mate i)) =
        reply i a (says_at (mate i) t d (o' Buyer (mate i)))) by (intros o'; rewrite star_third by exact Hi; now rewrite mate_plays).
      destruct Hz as [Az _]. destruct (Az a) as [_ [_ [_ V3]]].
      apply compare_strictly with (o := o) (q := p); try assumption; try apply every_branch.
      * apply takes_prices_no_worse; [apply T|apply D1].
      * apply takes_prices_no_worse; [apply T|apply D2].
      * intros o' q Io' Ao' Hq. rewrite Third, Star. apply (reply_after_prices i a (o' Buyer (mate i))); try assumption; try reflexivity; [now apply class_of|apply Says|apply V3].
      * rewrite Third, Star, To. unfold says_at. rewrite Nat.eqb_refl. fold x.
        apply Qlt_le_trans with (u i o p y); [|apply (best_given_at i a t (reply i a d)); try assumption; now apply reply_is_best].
        destruct (Qlt_le_dec (u i o p (x p)) (u i o p y)) as [G|G]; [exact G|exfalso].
        exact (Qlt_not_le _ _ L (worth_le i a t o p _ _ Hi Ao To G)).
Qed.

Lemma later_is_earlier : forall r s, r <= s -> forall i z, snd (left_after s) i z -> snd (left_after r) i z.
Proof. intros r s H. induction H as [|s H IH]; intros i z L; [exact L|]. apply IH. apply L. Qed.

Lemma mate_is_left : forall r i S B, i < 2 -> 1 <= r -> among (left_after r) S B -> snd (left_after 1) (mate i) (B (mate i)).
Proof. intros r i S B Hi Hr [_ A]. apply (later_is_earlier 1 r Hr). apply A. unfold mate. lia. Qed.

Theorem obeying_never_leaves : forall r i z, i < 2 -> snd (left_after 1) i z -> obeys_10 i z -> snd (left_after (1 + r)) i z.
Proof.
  induction r as [|r IH]; intros i z Hi H1 O; [exact H1|]. split; [now apply IH|].
  intros [Z [_ [F [_ [S [B [a [Am [Ha L]]]]]]]]]. cbv zeta in L. rewrite Forall_forall in F. apply (Qlt_not_le _ _ L).
  rewrite <- sum_same. apply sum_le. intros z' Iz. rewrite !expects_buyer by exact Hi.
  apply obeying_is_best; [exact Hi|exact Ha|apply (mate_is_left (1 + r) i S); [exact Hi|lia|exact Am]|exact O|]. apply (left_was_there (1 + r) i z'). now apply F.
Qed.
