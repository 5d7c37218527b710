No control stands on the way to one of the harms: it must be given up, and is; the other is met.
-- question
stages kinds places
-- graph
rempart-graph 1
facts 3
kind 0 0 0 lock
control 0 free 1 0 0 lock@door
step 4 1 0
step 4 2 0 !0
entry 0
goal 1 1 4 lost
goal 2 1 3 held
end
-- answer
impossible
set: lock@door
kinds 1
places 1
without lock@door: held comes back at V4 by steps 1
given up: lost
open: lost at V4 by steps 0
