A login delay needs break-glass or a bypass; the cheaper of the two comes with it, by the side
constraint alone.
-- question
stages kinds places malfunction
-- graph
rempart-graph 1
facts 2
kind 0 5 0 login-delay
kind 0 9 0 break-glass
kind 0 4 0 bypass
control 0 free 1 0 0 login-delay@panel
control 1 free 1 0 0 break-glass@panel
control 2 free 1 0 0 bypass@panel
step 4 1 0 !0
entry 0
goal 1 1 5 harm
answers 0 1 2
end
-- answer
optimal
set: login-delay@panel bypass@panel
kinds 2
places 2
malfunction 9
without login-delay@panel: harm comes back at V4 by steps 0
without bypass@panel: constraint 0 breaks
