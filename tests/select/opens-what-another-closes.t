The cheap control closes the only way to the harm but brings a management channel that opens another;
the two together need a third one.  One control that brings nothing is the smaller answer.
-- question
stages places
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
set: filter@host
places 1
without filter@host: harm comes back at V4 by steps 0 1
