# Names of vendors, packed; pkg.names unpacks and splits them.
DATA = """
c$`gFJ(5PT39I8%<Omo8hKr>4Z<);G{zddMv*z1wz0U@OBv_F(t^MO)=imE3|NW<ixwgV2*W>Syt&2u!OYiRQ%Nk0x9OE|Y-=Tz7
*RojG*?))5othP!{WktP443NV#&XR#(OJsscv#<y+PX)fT7~A{Vdt>c$`Oh+-t8Vpv~*?C7shJ1A$8GS&x<X}Rm)&U@_&boscWHW
d+jXTycUva{+oEmi>vW&?{Y_&M#avt`fiJ`F|MC|>^|7EF|h2_YdqMTsE3zBjWhTc$a}ea&-#kg9v!LouD1Q9ZY<GCw<cLnC!h&9
h@`$ixE&Qun_Brn9N|h-fXb2g<rk(h@F1G6c4^kaO8b7+-(d{|w-S9(e;ul5g>e}}d-gI~Q1`OE9(&0HkLG}`wszn326#wH)V|fS
msXj}y<^!+$-Ot?vchy|e%bL}sda39T~}(VQu-1w;sFBO)yq2f?8q`jS`_sVd+lfra`!Utj`~0jGEnZ&ydf`m7y-`Kh1WauYOGeY
ZITq5pm7bktIsUm9qcT3%&19t^JY}&vh;Udf@|%inzZ|52{g4D-gG^QM~BL|Xa~{{IbhTstdUl^X5T!bm_f4dLp5~<Wo_S7o3K>K
AM}XJKTPUP%9KN?YVis{i^o3qCP<Y*8sf9$bx4RCC@ah>si4yEXt6-|ex!xmz0@^VtJz?Yj+DkcBfB2JuA?HY`jUqyd``352+ly{
0wPWuo7WE&RJF_skm!MAR?7$<Ka_D2`n0Y*-(`nhl;KEz5;z06fJ4WeKdt~l6BxJrPET^N!{r#JVrdnvGq>VA^*m)X0k;b}!u`c@
sJ|C-pChY56l#Tf2Y%@Z_}z=&8`*P)*kFAgK2xgjV5eU6U_`vio7IYm5i%$(rGrM`o1znG3D#Q=WIpEju|o!FibApV#W6?#N`)w9
f1q2(Xo?cH`pS9paX8A5y)8YG2|1O^(8tc)1K|s;8vCgdY^#vf(la(?K}1YtcVyZVc5x(cBsSld{CRAH(g)^PB8O(e&nE5rK(eM}
aK26TrY9&^=!M4cL<y>B-_Quw9KiB1PK%7YDP6yl0Ar^3(Hby@CG64Lwj@`Db7B%)PV>NnpbN(LR`v`IA_1g}QJtob$qQW!=|g`^
t~$o$9@0)$2`j=J@xvz#1^Ga!wlL{mMz~BSrMisz(+mua0E;1-2XUYmD2O|^`!lNb^XG7HGv{58=+IRq@<*?4U?I9!n4)A#z#XF=
J3*$TXfHU2zr~taP#|)#YnafvJ>Vi?hF;l8Zp;yZAvKULJA^HTKR1oJPSUG=w%d5N>;~2mOmy%A+Q=3$RdmC?8eZ}+_ixK-AX$Cv
#PR`q!{#)N5+zJfRCMpr^~wbBaEbvpo!LulVumraFD7$V*%}N0_;1y`jkTa)JKHHiu4J&T(bpd7Quqc`!17jeCxC&2@nz4Y_7Z}b
HTV?9c+WVU`q%YVb)_XaV8fQPn8$f<#%E>mjiFt0&ro;J>tcs!sbFk{aB`@cf6VwB>ZL+hxhEhMgb}GDn^wUtv;wYVmPCMgfrhqe
aBiUp3Q><yM}ldL4N3lQ+MevdO#ZxU_nn^56t*j+4dtX^BW<66-NwpU3*Doh3k6cToPe>|J@ljfyAA@;S0!Nt=lsUD2(@9Mj0}YN
jnxJF?isI4$Nbb<1WFXnJn=69Ho-AH(xL?}ht;_H$qfsHgHgcf#z?UR#;O+%_(#I|t)UDifOBca{!Jn*m&)mp3jZ)gaPO%Wj3z>r
zA^lh?)Cdmp<vZnOS2%X!5wefxcMbRMCE_8%x7}
"""
