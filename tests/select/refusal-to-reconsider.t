Two controls are refused, and allowing one of them is enough: the smaller set of refusals is named.
-- question
stages kinds places
-- graph
rempart-graph 1
facts 3
kind 0 0 0 pair
kind 0 0 0 single
control 0 refused 1 0 0 pair@a
control 0 refused 1 0 0 pair@b
control 1 refused 1 0 0 single@c
step 4 1 0 !0 !2
step 4 1 0 !1 !2
entry 0
goal 1 0 5 harm
end
-- answer
impossible
set:
kinds 0
places 0
given up: harm
open: harm at V4 by steps 0
reconsider: single@c
