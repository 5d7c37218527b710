Two controls are needed and one is allowed: the graver harm is met, the other given up.
-- question
stages places
max 1
-- graph
rempart-graph 1
facts 3
kind 0 0 0 k
control 0 free 1 0 0 a
control 0 free 1 0 0 b
step 4 1 0 !0
step 4 2 0 !1
entry 0
goal 1 1 3 less
goal 2 1 5 graver
end
-- answer
impossible
set: b
places 1
without b: graver comes back at V4 by steps 1
given up: less
open: less at V4 by steps 0
