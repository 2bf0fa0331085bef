/**
 * Hosts that say what a URL is for. A key matches the host itself and every subdomain of it.
 * Code hosting (GitHub, GitLab raw files and releases) is left out on purpose: everybody uses it.
 */
import type { IndicatorType } from '../../contracts/result.ts';

type ServiceType = Extract<IndicatorType, 'paste' | 'file-host' | 'tunnel' | 'callback-host' | 'ip-lookup'>;

const HOSTS: Record<ServiceType, string> = {
  paste:
    'pastebin.com pastebin.pl paste.ee pastes.io hastebin.com hastebin.skyra.pw rentry.co rentry.org ghostbin.com ' +
    'ghostbin.co dpaste.com dpaste.org paste.rs paste.debian.net paste.bingner.com controlc.com throwbin.io ' +
    'pasteio.com textbin.net ideone.com gist.githubusercontent.com bin.disroot.org privatebin.net 0bin.net ' +
    'justpaste.it paste.gg sourceb.in nekobin.com del.dog termbin.com ix.io sprunge.us ' +
    'paste.fo paste.c-net.org snippet.host telegra.ph graph.org write.as bpa.st pastie.org klgrth.io ' +
    'jsonkeeper.com npoint.io jsonblob.com jsonsilo.com pastecode.io bpaste.net paste.sh katb.in cl1p.net ' +
    'friendpaste.com txt.fyi paste.mozilla.org paste.centos.org pst.moe',
  'file-host':
    'transfer.sh anonfiles.com anonfile.com bayfiles.com gofile.io catbox.moe litterbox.catbox.moe file.io ' +
    'mediafire.com dl.dropboxusercontent.com dl.dropbox.com  mega.nz ' +
    'mega.co.nz workupload.com zippyshare.com wetransfer.com we.tl uploadfiles.io ufile.io sendspace.com ' +
    'filebin.net temp.sh tmpfiles.org 0x0.st bashupload.com oshi.at pixeldrain.com filetransfer.io send.cm ' +
    'krakenfiles.com 1fichier.com uguu.se pomf.lain.la qu.ax x0.at store1.gofile.io api.anonfiles.com ' +
    'filedn.com up.ufile.io easyupload.io fex.net dropmefiles.com files.catbox.moe top4top.io anonymousfiles.io ' +
    'siasky.net solidfiles.com turbo.cr bunkr.is fhost.space buzzheavier.com upload.ee fileditch.com ' +
    'fileditchfiles.me files.fm wormhole.app envs.sh limewire.com',
  tunnel:
    'ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev eu.ngrok.io serveo.net localtunnel.me loca.lt ' +
    'trycloudflare.com portmap.io portmap.host playit.gg ply.gg joinmc.link localhost.run lhr.life lhr.rocks ' +
    'pagekite.me localxpose.io loclx.io bore.pub tunnelto.dev telebit.io pktriot.net zrok.io pinggy.io pinggy.link ' +
    'packetriot.net duckdns.org no-ip.org ddns.net hopto.org zapto.org sytes.net myftp.biz dynu.net ' +
    'devtunnels.ms serveousercontent.com',
  'callback-host':
    'burpcollaborator.net oastify.com interact.sh oast.me oast.pro oast.live oast.site oast.online oast.fun ' +
    'webhook.site requestbin.com requestbin.net requestbin.io requestcatcher.com pipedream.net canarytokens.com ' +
    'canarytokens.org dnslog.cn dnslog.link dnslog.pw ceye.io beeceptor.com mockapi.io mockbin.org mockbin.io ' +
    'hookbin.com hookb.in bxss.me bxss.in xss.ht dnsbin.zhack.ca ptsv2.com ptsv3.com postb.in putsreq.com ' +
    'webhook-test.com typedwebhook.tools webhookinbox.com eyes.sh tu4.org digimg.store 1.nf dns.su ' +
    'requestrepo.com request.lol xss.report interactsh.com smee.io rbndr.us 1u.ms formspree.io getform.io ' +
    'sheetdb.io sheet.best reqres.in webhook.cool webhook.win run.mocky.io jsonbin.io kvdb.io extendsclass.com ' +
    'ceye.club dig.pm canary.tools thinkst.com dnshook.site webhookrelay.com hookdeck.com webhook.watch pipedream.com ' +
    'iplogger.org iplogger.com iplogger.co iplogger.ru iplis.ru ipgrabber.ru grabify.link 2no.co yip.su blasze.com 02ip.ru ezstat.ru',
  'ip-lookup':
    'ipify.org ipinfo.io ifconfig.me ifconfig.co ifconfig.io icanhazip.com ip-api.com checkip.amazonaws.com ' +
    'checkip.dyndns.org ident.me ipecho.net wtfismyip.com ipapi.co ip.me myexternalip.com myip.com ip.42.pl ' +
    'ipwho.is ipwhois.app freegeoip.app geolocation-db.com geojs.io ipgeolocation.io ip.seeip.org api.myip.com ' +
    'whatismyipaddress.com bot.whatismyipaddress.com ip.sb api.ip.sb ip.cn ' +
    'ipgeolocation.abstractapi.com extreme-ip-lookup.com l2.io trackip.net ip4.seeip.org reallyfreegeoip.org ' +
    'jsonip.com db-ip.com ipregistry.co checkip.org freeipapi.com ipdata.co',
};

/** Host to what it is for. */
export const SERVICES: ReadonlyMap<string, ServiceType> = new Map(
  (Object.entries(HOSTS) as [ServiceType, string][]).flatMap(([type, hosts]) =>
    hosts.split(' ').map((host) => [host, type] as const),
  ),
);

/** Services that share their host with honest use: the path decides. */
export const SERVICE_PATHS: readonly { host: string; path: RegExp; type: ServiceType }[] = [
  { host: 'gist.github.com', path: /\/raw(?:[/?#]|$)/, type: 'paste' },
  { host: 'cdn.discordapp.com', path: /^\/(?:ephemeral-)?attachments/, type: 'file-host' },
  { host: 'media.discordapp.net', path: /^\/(?:ephemeral-)?attachments/, type: 'file-host' },
  { host: 'dropbox.com', path: /[?&](?:dl|raw)=1/, type: 'file-host' },
  { host: 'drive.google.com', path: /^\/uc\?|export=download/, type: 'file-host' },
  { host: 'drive.usercontent.google.com', path: /^\/(?:uc|download)/, type: 'file-host' },
  { host: 'docs.google.com', path: /^\/uc\?|export=download|\/formResponse/, type: 'file-host' },
  { host: '1drv.ms', path: /^\/[a-z]\//, type: 'file-host' },
  { host: 'onedrive.live.com', path: /download/, type: 'file-host' },
  { host: 'httpbin.org', path: /^\/ip$/, type: 'ip-lookup' },
  { host: 'toptal.com', path: /^\/developers\/hastebin/, type: 'paste' },
];

/**
 * Top-level domains for names that stand without a scheme. Those that are also file suffixes or common attribute
 * names (`.py`, `.sh`, `.so`, `.name`, `.info`, `.zip`, `.rs`, `.md`, `.id`, `.is`, `.in`, `.app`, `.download`, `.store` …) are left out.
 */
export const PLAIN_TLDS: ReadonlySet<string> = new Set(
  (
    'com net org ru cn xyz top club site online tech io de fr nl uk eu jp kr br pl cz ua ir vn tr it es pt ro ' +
    'se no fi dk ch at be gr hu bg us ca au nz za mx ar cl tk ml ga cf gq pw cc ws su biz icu win loan ' +
    'moe gg dev space fun monster buzz cyou sbs ' +
    'lol vip ltd invalid example'
  ).split(' '),
);
