// Written by scripts/generate-registry.ts from the rule folders. Do not edit.
import type { Rule } from '../contracts/rule.ts';
import { rule as archiveConcealedData } from './archive/concealed-data/rule.ts';
import { rule as archiveEncryptedContent } from './archive/encrypted-content/rule.ts';
import { rule as archiveEscapesRoot } from './archive/escapes-root/rule.ts';
import { rule as archiveMisleadingPath } from './archive/misleading-path/rule.ts';
import { rule as archiveNestedProgram } from './archive/nested-program/rule.ts';
import { rule as archiveReadersDisagree } from './archive/readers-disagree/rule.ts';
import { rule as archiveRecordMismatch } from './archive/record-mismatch/rule.ts';
import { rule as binaryBytecodeDiffers } from './binary/bytecode-differs/rule.ts';
import { rule as binaryBytecodeWithoutSource } from './binary/bytecode-without-source/rule.ts';
import { rule as binaryDisguisedProgram } from './binary/disguised-program/rule.ts';
import { rule as binaryHostileStrings } from './binary/hostile-strings/rule.ts';
import { rule as binaryNativeOnly } from './binary/native-only/rule.ts';
import { rule as binaryPackedProgram } from './binary/packed-program/rule.ts';
import { rule as binaryProgramShipped } from './binary/program-shipped/rule.ts';
import { rule as captureAsksForPassword } from './capture/asks-for-password/rule.ts';
import { rule as captureKeysAndNetwork } from './capture/keys-and-network/rule.ts';
import { rule as captureWatchesInput } from './capture/watches-input/rule.ts';
import { rule as commandAgentAbuse } from './command/agent-abuse/rule.ts';
import { rule as commandChangesAccounts } from './command/changes-accounts/rule.ts';
import { rule as commandContactsAddress } from './command/contacts-address/rule.ts';
import { rule as commandDownloadExecute } from './command/download-execute/rule.ts';
import { rule as commandDownloads } from './command/downloads/rule.ts';
import { rule as commandEncoded } from './command/encoded/rule.ts';
import { rule as commandHostileScript } from './command/hostile-script/rule.ts';
import { rule as commandInstallsFromElsewhere } from './command/installs-from-elsewhere/rule.ts';
import { rule as commandInstallsPackages } from './command/installs-packages/rule.ts';
import { rule as commandInstallsPersistence } from './command/installs-persistence/rule.ts';
import { rule as commandLivingOffTheLand } from './command/living-off-the-land/rule.ts';
import { rule as commandOutOfSight } from './command/out-of-sight/rule.ts';
import { rule as commandReverseShell } from './command/reverse-shell/rule.ts';
import { rule as commandRunsFromTemp } from './command/runs-from-temp/rule.ts';
import { rule as commandSends } from './command/sends/rule.ts';
import { rule as commandSteals } from './command/steals/rule.ts';
import { rule as commandTampersWithDefences } from './command/tampers-with-defences/rule.ts';
import { rule as deserialisationHostilePickle } from './deserialisation/hostile-pickle/rule.ts';
import { rule as evasionAnalysisLimit } from './evasion/analysis-limit/rule.ts';
import { rule as evasionAntiAnalysis } from './evasion/anti-analysis/rule.ts';
import { rule as evasionRemovesItself } from './evasion/removes-itself/rule.ts';
import { rule as evasionSilentFailure } from './evasion/silent-failure/rule.ts';
import { rule as evasionWaits } from './evasion/waits/rule.ts';
import { rule as executionComputedCode } from './execution/computed-code/rule.ts';
import { rule as executionDecodeThenExec } from './execution/decode-then-exec/rule.ts';
import { rule as executionDecodeThenSpawn } from './execution/decode-then-spawn/rule.ts';
import { rule as executionDecodeUnknown } from './execution/decode-unknown/rule.ts';
import { rule as executionDecryptThenExec } from './execution/decrypt-then-exec/rule.ts';
import { rule as executionDownloadThenRun } from './execution/download-then-run/rule.ts';
import { rule as executionFetchThenDeserialise } from './execution/fetch-then-deserialise/rule.ts';
import { rule as executionFetchThenExec } from './execution/fetch-then-exec/rule.ts';
import { rule as executionFixedProgram } from './execution/fixed-program/rule.ts';
import { rule as executionForeignProgram } from './execution/foreign-program/rule.ts';
import { rule as executionHiddenScript } from './execution/hidden-script/rule.ts';
import { rule as executionHiddenStart } from './execution/hidden-start/rule.ts';
import { rule as executionMemoryCode } from './execution/memory-code/rule.ts';
import { rule as executionProgramAddress } from './execution/program-address/rule.ts';
import { rule as executionRandomNameProgram } from './execution/random-name-program/rule.ts';
import { rule as executionRemoteCommands } from './execution/remote-commands/rule.ts';
import { rule as executionReplacesFunction } from './execution/replaces-function/rule.ts';
import { rule as executionRunsFromThrowaway } from './execution/runs-from-throwaway/rule.ts';
import { rule as executionRunsOwnDataFile } from './execution/runs-own-data-file/rule.ts';
import { rule as executionStartsForeignScript } from './execution/starts-foreign-script/rule.ts';
import { rule as executionUserDataFolder } from './execution/user-data-folder/rule.ts';
import { rule as executionWritesThenRuns } from './execution/writes-then-runs/rule.ts';
import { rule as exfiltrationBrowserDebugging } from './exfiltration/browser-debugging/rule.ts';
import { rule as exfiltrationBrowserStore } from './exfiltration/browser-store/rule.ts';
import { rule as exfiltrationCaptures } from './exfiltration/captures/rule.ts';
import { rule as exfiltrationCredentialFile } from './exfiltration/credential-file/rule.ts';
import { rule as exfiltrationDns } from './exfiltration/dns/rule.ts';
import { rule as exfiltrationEntrustedKey } from './exfiltration/entrusted-key/rule.ts';
import { rule as exfiltrationEntrustedSecret } from './exfiltration/entrusted-secret/rule.ts';
import { rule as exfiltrationEnvironment } from './exfiltration/environment/rule.ts';
import { rule as exfiltrationFiles } from './exfiltration/files/rule.ts';
import { rule as exfiltrationForeignSecret } from './exfiltration/foreign-secret/rule.ts';
import { rule as exfiltrationHostBeacon } from './exfiltration/host-beacon/rule.ts';
import { rule as exfiltrationHostProfile } from './exfiltration/host-profile/rule.ts';
import { rule as exfiltrationOwnAccount } from './exfiltration/own-account/rule.ts';
import { rule as exfiltrationSecretVariable } from './exfiltration/secret-variable/rule.ts';
import { rule as exfiltrationStagedCollection } from './exfiltration/staged-collection/rule.ts';
import { rule as exfiltrationToOwnChat } from './exfiltration/to-own-chat/rule.ts';
import { rule as exfiltrationToThrowaway } from './exfiltration/to-throwaway/rule.ts';
import { rule as exfiltrationWallet } from './exfiltration/wallet/rule.ts';
import { rule as impactClipboardHijack } from './impact/clipboard-hijack/rule.ts';
import { rule as impactCryptominer } from './impact/cryptominer/rule.ts';
import { rule as impactDisrupts } from './impact/disrupts/rule.ts';
import { rule as impactFileDestruction } from './impact/file-destruction/rule.ts';
import { rule as impactMessageFlood } from './impact/message-flood/rule.ts';
import { rule as installBackendActs } from './install/backend-acts/rule.ts';
import { rule as installDecodes } from './install/decodes/rule.ts';
import { rule as installHookWithPayload } from './install/hook-with-payload/rule.ts';
import { rule as installImportsConcealment } from './install/imports-concealment/rule.ts';
import { rule as installImportsNetwork } from './install/imports-network/rule.ts';
import { rule as installStartsOwnProgram } from './install/starts-own-program/rule.ts';
import { rule as metadataDirectDependency } from './metadata/direct-dependency/rule.ts';
import { rule as metadataNearName } from './metadata/near-name/rule.ts';
import { rule as metadataShadowsCommand } from './metadata/shadows-command/rule.ts';
import { rule as metadataStatedIntent } from './metadata/stated-intent/rule.ts';
import { rule as metadataTemplateLeft } from './metadata/template-left/rule.ts';
import { rule as metadataUnusualVersion } from './metadata/unusual-version/rule.ts';
import { rule as networkAddressFromDrop } from './network/address-from-drop/rule.ts';
import { rule as networkBareAddress } from './network/bare-address/rule.ts';
import { rule as networkBeacon } from './network/beacon/rule.ts';
import { rule as networkCallbackHost } from './network/callback-host/rule.ts';
import { rule as networkChatWebhook } from './network/chat-webhook/rule.ts';
import { rule as networkContactsBareAddress } from './network/contacts-bare-address/rule.ts';
import { rule as networkContactsCallbackHost } from './network/contacts-callback-host/rule.ts';
import { rule as networkContactsDecoded } from './network/contacts-decoded/rule.ts';
import { rule as networkDeadDrop } from './network/dead-drop/rule.ts';
import { rule as networkDownloadsEncodedProgram } from './network/downloads-encoded-program/rule.ts';
import { rule as networkDownloadsProgram } from './network/downloads-program/rule.ts';
import { rule as networkFreeHosting } from './network/free-hosting/rule.ts';
import { rule as networkHiddenAddress } from './network/hidden-address/rule.ts';
import { rule as networkOpensPage } from './network/opens-page/rule.ts';
import { rule as networkReachesOut } from './network/reaches-out/rule.ts';
import { rule as networkSendsUnasked } from './network/sends-unasked/rule.ts';
import { rule as obfuscationBlobToCode } from './obfuscation/blob-to-code/rule.ts';
import { rule as obfuscationDeceptiveCharacters } from './obfuscation/deceptive-characters/rule.ts';
import { rule as obfuscationDecodedCommand } from './obfuscation/decoded-command/rule.ts';
import { rule as obfuscationDecodedFile } from './obfuscation/decoded-file/rule.ts';
import { rule as obfuscationDecodedProgram } from './obfuscation/decoded-program/rule.ts';
import { rule as obfuscationHiddenExecution } from './obfuscation/hidden-execution/rule.ts';
import { rule as obfuscationHiddenName } from './obfuscation/hidden-name/rule.ts';
import { rule as obfuscationLayered } from './obfuscation/layered/rule.ts';
import { rule as obfuscationOutOfSight } from './obfuscation/out-of-sight/rule.ts';
import { rule as obfuscationProtectedCode } from './obfuscation/protected-code/rule.ts';
import { rule as obfuscationUnreadableText } from './obfuscation/unreadable-text/rule.ts';
import { rule as persistenceAutostartWrite } from './persistence/autostart-write/rule.ts';
import { rule as persistenceBrowserExtension } from './persistence/browser-extension/rule.ts';
import { rule as persistenceOtherCodeWrite } from './persistence/other-code-write/rule.ts';
import { rule as persistenceRepublishes } from './persistence/republishes/rule.ts';
import { rule as persistenceToolConfig } from './persistence/tool-config/rule.ts';
import { rule as persistenceWorkflowWrite } from './persistence/workflow-write/rule.ts';
import { rule as profileAttackerWording } from './profile/attacker-wording/rule.ts';
import { rule as profileBrowserSecrets } from './profile/browser-secrets/rule.ts';
import { rule as profileLittleElse } from './profile/little-else/rule.ts';
import { rule as profileLootAndNetwork } from './profile/loot-and-network/rule.ts';
import { rule as profileMessengerTokens } from './profile/messenger-tokens/rule.ts';
import { rule as profileStealer } from './profile/stealer/rule.ts';
import { rule as profileSurveillanceKit } from './profile/surveillance-kit/rule.ts';
import { rule as profileWalletNames } from './profile/wallet-names/rule.ts';
import { rule as signaturePatternMatch } from './signature/pattern-match/rule.ts';
import { rule as startupPthCode } from './startup/pth-code/rule.ts';
import { rule as startupPthPayload } from './startup/pth-payload/rule.ts';
import { rule as startupPthWritten } from './startup/pth-written/rule.ts';
import { rule as startupSiteModule } from './startup/site-module/rule.ts';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  archiveConcealedData,
  archiveEncryptedContent,
  archiveEscapesRoot,
  archiveMisleadingPath,
  archiveNestedProgram,
  archiveReadersDisagree,
  archiveRecordMismatch,
  binaryBytecodeDiffers,
  binaryBytecodeWithoutSource,
  binaryDisguisedProgram,
  binaryHostileStrings,
  binaryNativeOnly,
  binaryPackedProgram,
  binaryProgramShipped,
  captureAsksForPassword,
  captureKeysAndNetwork,
  captureWatchesInput,
  commandAgentAbuse,
  commandChangesAccounts,
  commandContactsAddress,
  commandDownloadExecute,
  commandDownloads,
  commandEncoded,
  commandHostileScript,
  commandInstallsFromElsewhere,
  commandInstallsPackages,
  commandInstallsPersistence,
  commandLivingOffTheLand,
  commandOutOfSight,
  commandReverseShell,
  commandRunsFromTemp,
  commandSends,
  commandSteals,
  commandTampersWithDefences,
  deserialisationHostilePickle,
  evasionAnalysisLimit,
  evasionAntiAnalysis,
  evasionRemovesItself,
  evasionSilentFailure,
  evasionWaits,
  executionComputedCode,
  executionDecodeThenExec,
  executionDecodeThenSpawn,
  executionDecodeUnknown,
  executionDecryptThenExec,
  executionDownloadThenRun,
  executionFetchThenDeserialise,
  executionFetchThenExec,
  executionFixedProgram,
  executionForeignProgram,
  executionHiddenScript,
  executionHiddenStart,
  executionMemoryCode,
  executionProgramAddress,
  executionRandomNameProgram,
  executionRemoteCommands,
  executionReplacesFunction,
  executionRunsFromThrowaway,
  executionRunsOwnDataFile,
  executionStartsForeignScript,
  executionUserDataFolder,
  executionWritesThenRuns,
  exfiltrationBrowserDebugging,
  exfiltrationBrowserStore,
  exfiltrationCaptures,
  exfiltrationCredentialFile,
  exfiltrationDns,
  exfiltrationEntrustedKey,
  exfiltrationEntrustedSecret,
  exfiltrationEnvironment,
  exfiltrationFiles,
  exfiltrationForeignSecret,
  exfiltrationHostBeacon,
  exfiltrationHostProfile,
  exfiltrationOwnAccount,
  exfiltrationSecretVariable,
  exfiltrationStagedCollection,
  exfiltrationToOwnChat,
  exfiltrationToThrowaway,
  exfiltrationWallet,
  impactClipboardHijack,
  impactCryptominer,
  impactDisrupts,
  impactFileDestruction,
  impactMessageFlood,
  installBackendActs,
  installDecodes,
  installHookWithPayload,
  installImportsConcealment,
  installImportsNetwork,
  installStartsOwnProgram,
  metadataDirectDependency,
  metadataNearName,
  metadataShadowsCommand,
  metadataStatedIntent,
  metadataTemplateLeft,
  metadataUnusualVersion,
  networkAddressFromDrop,
  networkBareAddress,
  networkBeacon,
  networkCallbackHost,
  networkChatWebhook,
  networkContactsBareAddress,
  networkContactsCallbackHost,
  networkContactsDecoded,
  networkDeadDrop,
  networkDownloadsEncodedProgram,
  networkDownloadsProgram,
  networkFreeHosting,
  networkHiddenAddress,
  networkOpensPage,
  networkReachesOut,
  networkSendsUnasked,
  obfuscationBlobToCode,
  obfuscationDeceptiveCharacters,
  obfuscationDecodedCommand,
  obfuscationDecodedFile,
  obfuscationDecodedProgram,
  obfuscationHiddenExecution,
  obfuscationHiddenName,
  obfuscationLayered,
  obfuscationOutOfSight,
  obfuscationProtectedCode,
  obfuscationUnreadableText,
  persistenceAutostartWrite,
  persistenceBrowserExtension,
  persistenceOtherCodeWrite,
  persistenceRepublishes,
  persistenceToolConfig,
  persistenceWorkflowWrite,
  profileAttackerWording,
  profileBrowserSecrets,
  profileLittleElse,
  profileLootAndNetwork,
  profileMessengerTokens,
  profileStealer,
  profileSurveillanceKit,
  profileWalletNames,
  signaturePatternMatch,
  startupPthCode,
  startupPthPayload,
  startupPthWritten,
  startupSiteModule,
];
