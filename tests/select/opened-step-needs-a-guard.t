As before, but the filter is refused: now the firewall has to bring the guard of its own channel.
-- question
stages places
forbid filter@host
-- graph
rempart-graph 1
facts 3
kind 0 0 0 firewall
kind 0 0 0 channel-guard
kind 0 0 0 filter
control 0 free 1 0 0 firewall@net
control 1 free 1 0 0 channel-guard@net
control 2 free 1 0 0 filter@host
step 4 1 0 !0
step 4 2 1 !2
step 4 1 0 +0 !1
entry 0
goal 2 1 4 harm
end
-- answer
optimal
set: firewall@net channel-guard@net
places 2
without firewall@net: harm comes back at V4 by steps 0 1
without channel-guard@net: harm comes back at V4 by steps 2 1
