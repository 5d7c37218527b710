All four pairs are equally small; the set that does without the last controls is taken, and the
others are listed.
-- question
stages places
alternatives 9
-- graph
rempart-graph 1
facts 3
kind 0 0 0 k
control 0 free 1 0 0 a
control 0 free 1 0 0 b
control 0 free 1 0 0 c
control 0 free 1 0 0 d
step 4 2 0 !0 !2
step 4 2 0 !1 !3
entry 0
goal 2 0 5 harm
end
-- answer
optimal
set: a b
places 2
without a: harm comes back at V4 by steps 0
without b: harm comes back at V4 by steps 1
as good: b c
as good: a d
as good: c d
