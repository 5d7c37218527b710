Three controls exist or are planned and two are enough.  The harm that they do not make acceptable
must not become worse: its weakener stays.
-- question
superfluous
-- graph
rempart-graph 1
facts 3
kind 0 0 0 lock
kind 0 0 0 guard
kind 0 0 0 slow
kind 0 0 0 new
control 0 existing 1 0 0 lock@door
control 1 planned 1 0 0 guard@door
control 2 existing 1 0 0 slow@side
control 3 free 1 0 0 new@side
step 4 1 0 !0 !1
step 4 2 0 !2/2 !3
entry 0
goal 1 0 5 first
goal 2 1 4 second
end
-- answer
can go: guard@door
