//! What keeps a scan, one of its steps or a proof of ownership from succeeding.

use super::Failure;

/// Codes of `Scan.errorCode`, `ScanStep.error`, `Verification.errorCode` and the jobs of scans.
pub const SCANS: &[Failure] = &[
    Failure::new("asset_deleted", "the asset was deleted", ""),
    Failure::new(
        "asset_not_verified",
        "ownership of the asset is not proven any more",
        "verify it and start again",
    ),
    Failure::new(
        "bad_path",
        "a path of the target can't be asked for",
        "tell the operator the scan's id",
    ),
    Failure::new(
        "proof_mismatch",
        "the place of the proof does not hold the token and nothing else",
        "put the token there as `verification.instructions` says",
    ),
    Failure::new(
        "proof_missing",
        "the place of the proof does not answer with status 200",
        "put the token there as `verification.instructions` says",
    ),
    Failure::new(
        "proof_redirects",
        "the place of the proof redirects to another host or out of TLS",
        "serve the file itself",
    ),
    Failure::new("scan_cancelled", "the scan was cancelled", ""),
    Failure::new("scan_ended", "the scan had ended already", ""),
    Failure::new(
        "scan_killed",
        "scans were stopped",
        "start it again once they are released",
    ),
    Failure::new(
        "scan_timed_out",
        "the scan took longer than a scan may take",
        "start it again, or ask the operator for more time",
    ),
    Failure::new(
        "scans_stopped",
        "scans were stopped by an operator or an administrator",
        "start it again once they are released",
    ),
    Failure::new(
        "target_bad_answer",
        "the target's answer is not HTTP",
        "check that the address is that of a web server",
    ),
    Failure::new(
        "target_bad_redirect",
        "the target redirects in a circle, or to what is no address",
        "mend the redirect",
    ),
    Failure::new(
        "target_denied",
        "the target's address may not be scanned",
        "give the asset a public address",
    ),
    Failure::new(
        "target_out_of_scope",
        "the target leads out of the scope of the asset",
        "register where it leads to as an asset of its own",
    ),
    Failure::new(
        "target_own_endpoint",
        "the target's address is one of the platform's own",
        "give the asset an address of yours",
    ),
    Failure::new(
        "target_private",
        "the target has a private address, which this installation does not scan",
        "give the asset a public address, or ask the operator",
    ),
    Failure::new(
        "target_refused",
        "the target refused the connection",
        "check that it runs and that its firewall lets the platform in",
    ),
    Failure::new(
        "target_timed_out",
        "the target did not answer in time",
        "check that it runs and that its firewall lets the platform in",
    ),
    Failure::new(
        "target_tls",
        "the target's certificate does not verify, or it speaks no TLS",
        "mend its certificate, or register its `http` address",
    ),
    Failure::new(
        "target_unreachable",
        "the target could not be reached",
        "check its address and its network",
    ),
    Failure::new(
        "target_unresolvable",
        "the target's name does not resolve to an address",
        "check the name and its DNS records",
    ),
    Failure::new(
        "target_unresponsive",
        "the target answers on no port, or not on all of them",
        "check that it runs and that its firewall lets the platform in",
    ),
];
