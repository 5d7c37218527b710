The same problem with the order turned round.
-- question
stages places kinds
-- graph
rempart-graph 1
facts 2
kind 0 0 0 one
kind 0 0 0 two
kind 0 0 0 three
control 0 free 1 0 0 one@a
control 0 free 1 0 0 one@b
control 0 free 1 0 0 one@c
control 1 free 1 0 0 two@x
control 2 free 1 0 0 three@y
step 4 1 0 !0 !3
step 4 1 0 !1 !3
step 4 1 0 !2 !4
entry 0
goal 1 0 5 harm
end
-- answer
optimal
set: one@c two@x
places 2
kinds 2
without one@c: harm comes back at V4 by steps 2
without two@x: harm comes back at V4 by steps 0
