(* How a total is shared among agents in a given order: "there exists i^ ..." of sections 2.2, 3.2 and 3.5. *)
From Coq Require Import List Arith Lia.
Import ListNotations.

(* ---- definitions ---- *)

(* Each in turn gets what she wants until the total is used up: the long side of section 2.2. *)
Fixpoint serve (wanted : list nat) (total : nat) : list nat :=
  match wanted with
  | [] => []
  | w :: ws => Nat.min w total :: serve ws (total - Nat.min w total)
  end.

Fixpoint plus_each (x y : list nat) : list nat :=
  match x, y with a :: x', b :: y' => a + b :: plus_each x' y' | _, _ => [] end.

(* Sellers when buyers always get what they ask: served in order if they offer enough, (7) and (14); otherwise
   raised in order, from what they offered towards l. *)
Definition serve_or_raise (l : nat) (offered : list nat) (total : nat) : list nat :=
  if total <=? list_sum offered then serve offered total
  else plus_each offered (serve (map (fun a => l - a) offered) (total - list_sum offered)).

(* What (3), (7) and (14) say; places are counted from 0, so that i agents come before place i. *)
Definition served_in_order (wanted got : list nat) (total : nat) : Prop :=
  exists i_hat, i_hat < length wanted /\ forall i, i < length wanted ->
    (i < i_hat -> nth i got 0 = nth i wanted 0) /\
    (i = i_hat -> nth i got 0 = total - list_sum (firstn i got) /\ nth i got 0 <= nth i wanted 0) /\
    (i_hat < i -> nth i got 0 = 0).
Definition raised_in_order (l : nat) (offered got : list nat) (total : nat) : Prop :=
  exists i_hat, i_hat < length offered /\ forall i, i < length offered ->
    (i < i_hat -> nth i got 0 = l) /\
    (i = i_hat -> nth i got 0 + i * l + list_sum (skipn (S i) got) = total /\ nth i offered 0 <= nth i got 0) /\
    (i_hat < i -> nth i got 0 = nth i offered 0).

(* ---- theorems ---- *)

Lemma list_sum_app : forall a b, list_sum (a ++ b) = list_sum a + list_sum b.
Proof. induction a; simpl; intros; [reflexivity|]. rewrite IHa. lia. Qed.

Lemma serve_length : forall w t, length (serve w t) = length w.
Proof. induction w; simpl; intros; [reflexivity|]. now rewrite IHw. Qed.

Lemma serve_all : forall w t, list_sum w <= t -> serve w t = w.
Proof.
  induction w as [|x w IH]; simpl; intros t H; [reflexivity|].
  rewrite Nat.min_l by lia. f_equal. apply IH. lia.
Qed.

Lemma serve_nothing : forall w, serve w 0 = map (fun _ => 0) w.
Proof. induction w as [|x w IH]; simpl; [reflexivity|]. rewrite Nat.min_0_r. simpl. now rewrite IH. Qed.

Lemma nth_nothing : forall (w : list nat) i, nth i (map (fun _ => 0) w) 0 = 0.
Proof. induction w as [|x w IH]; intros [|i]; simpl; auto. Qed.

Theorem serve_total : forall w t, list_sum (serve w t) = Nat.min (list_sum w) t.
Proof. induction w as [|x w IH]; simpl; intros t; [lia|]. rewrite IH. lia. Qed.

Theorem serve_is_in_order : forall w t, w <> [] -> t <= list_sum w -> served_in_order w (serve w t) t.
Proof.
  induction w as [|x w IH]; intros t N H; [congruence|]. simpl in H.
  destruct (le_lt_dec t x) as [L|L].
  - exists 0. split; [simpl; lia|]. intros [|i] Hi; simpl; rewrite Nat.min_r by lia.
    + split; [lia|split; [intros _; lia|lia]].
    + split; [lia|split; [lia|intros _]]. rewrite Nat.sub_diag, serve_nothing.
      apply nth_nothing.
  - destruct (IH (t - x)) as [j [Hj At]]; [intros ->; simpl in H; lia|lia|].
    exists (S j). split; [simpl; lia|]. intros [|i] Hi; simpl; rewrite Nat.min_l by lia.
    + split; [reflexivity|split; lia].
    + simpl in Hi. destruct (At i ltac:(lia)) as [A [B C]]. split; [intros; apply A; lia|split].
      * intros E. destruct (B ltac:(lia)) as [B1 B2]. split; [|exact B2]. rewrite B1. lia.
      * intros; apply C; lia.
Qed.

Lemma plus_each_length : forall x y, length x = length y -> length (plus_each x y) = length x.
Proof. induction x as [|a x IH]; intros [|b y] H; try discriminate; simpl; [reflexivity|]. f_equal. apply IH. simpl in H. lia. Qed.

Lemma plus_each_nth : forall x y j, length x = length y -> nth j (plus_each x y) 0 = nth j x 0 + nth j y 0.
Proof.
  induction x as [|a x IH]; intros [|b y] j H; try discriminate; [now destruct j|].
  destruct j; [reflexivity|]. simpl. apply IH. simpl in H. lia.
Qed.

Lemma plus_each_sum : forall x y, length x = length y -> list_sum (plus_each x y) = list_sum x + list_sum y.
Proof.
  induction x as [|a x IH]; intros [|b y] H; try discriminate; [reflexivity|].
  simpl in *. rewrite IH by lia. lia.
Qed.

Lemma serve_or_raise_length : forall l offered t, length (serve_or_raise l offered t) = length offered.
Proof.
  intros. unfold serve_or_raise. destruct (t <=? list_sum offered); [apply serve_length|].
  apply plus_each_length. now rewrite serve_length, map_length.
Qed.

Lemma room_and_offers : forall l offered, Forall (fun a => a <= l) offered ->
  list_sum (map (fun a => l - a) offered) + list_sum offered = length offered * l.
Proof. intros l offered F. induction F; simpl; lia. Qed.

(* Sellers sell what is asked, as long as it is no more than they all could sell. *)
Theorem serve_or_raise_total : forall l offered t, Forall (fun a => a <= l) offered -> t <= length offered * l ->
  list_sum (serve_or_raise l offered t) = t.
Proof.
  intros l offered t F H. unfold serve_or_raise. pose proof (room_and_offers l offered F).
  destruct (Nat.leb_spec t (list_sum offered)); [rewrite serve_total; lia|].
  rewrite plus_each_sum by now rewrite serve_length, map_length. rewrite serve_total. lia.
Qed.

Theorem serving_is_in_order : forall l offered t, offered <> [] -> t <= list_sum offered ->
  served_in_order offered (serve_or_raise l offered t) t.
Proof.
  intros l offered t N H. unfold serve_or_raise. destruct (Nat.leb_spec t (list_sum offered)); [|lia].
  now apply serve_is_in_order.
Qed.

Theorem raising_is_in_order : forall l offered t, Forall (fun a => a <= l) offered ->
  list_sum offered < t -> t <= length offered * l -> raised_in_order l offered (serve_or_raise l offered t) t.
Proof.
  intros l offered t F H1 H2. unfold serve_or_raise. destruct (Nat.leb_spec t (list_sum offered)); [lia|]. clear H.
  revert t H1 H2. induction F as [|a w Ha F IH]; intros t H1 H2; simpl in *; [lia|].
  pose proof (room_and_offers l w F) as R.
  assert (Z : forall u, plus_each u (serve (map (fun a => l - a) u) 0) = u).
  { induction u as [|x u IHu]; simpl; [reflexivity|]. rewrite Nat.min_0_r. simpl. rewrite IHu. f_equal. lia. }
  destruct (le_lt_dec (t - (a + list_sum w)) (l - a)) as [L|L].
  - exists 0. split; [simpl; lia|]. rewrite Nat.min_r by lia. rewrite Nat.sub_diag, Z. intros [|i] Hi; simpl in *.
    + split; [lia|split; [intros _; lia|lia]].
    + split; [lia|split; [lia|reflexivity]].
  - rewrite Nat.min_l by lia. replace (t - (a + list_sum w) - (l - a)) with (t - l - list_sum w) by lia.
    destruct (IH (t - l)) as [j [Hj At]]; [lia|lia|]. exists (S j). split; [simpl; lia|]. intros [|i] Hi; simpl in *.
    + split; [intros _; lia|split; lia].
    + destruct (At i ltac:(lia)) as [A [B C]]. split; [intros; apply A; lia|split].
      * intros E. destruct (B ltac:(lia)) as [B1 B2]. simpl in B1. split; [|exact B2]. lia.
      * intros; apply C; lia.
Qed.
