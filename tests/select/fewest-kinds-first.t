Three places of one kind against two kinds at one place each: kinds come first.
-- question
stages kinds places
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
set: one@a one@b one@c
kinds 1
places 3
without one@a: harm comes back at V4 by steps 0
without one@b: harm comes back at V4 by steps 1
without one@c: harm comes back at V4 by steps 2
