The control that stops most (it stands on two of the three ways) excludes the only one that stops the
third: whoever takes it first ends without an answer.
-- question
stages places
-- graph
rempart-graph 1
facts 4
kind 0 0 0 wide
kind 0 0 0 narrow
kind 0 0 0 last
control 0 free 1 0 0 wide@all
control 1 free 1 0 0 narrow@a
control 1 free 1 0 0 narrow@b
control 2 free 1 0 0 last@c
step 4 3 0 !0 !1
step 4 3 0 !0 !2
step 4 3 0 !3
entry 0
goal 3 0 5 harm
excludes 0 3
end
-- answer
optimal
set: narrow@a narrow@b last@c
places 3
without narrow@a: harm comes back at V4 by steps 0
without narrow@b: harm comes back at V4 by steps 1
without last@c: harm comes back at V4 by steps 2
