// SPDX-License-Identifier: Apache-2.0
// knock-verify: proves an evidence bundle on any computer, without the service that wrote it.
#include "app/verifier/check.h"

#include <cstdio>
#include <cstring>

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3 || std::strcmp(argv[1], "--help") == 0) {
        std::puts("usage: knock-verify BUNDLE.tar [FINGERPRINT]\n\n"
                  "Says whether every bit of the bundle is as it was signed, and what is not.\n"
                  "FINGERPRINT (64 hexadecimal digits) is that of the service's key, learned from elsewhere:\n"
                  "without it somebody could have written the whole bundle and signed it with a key of their own.\n"
                  "Ends with 0 when everything is proven, 1 when something is not, 2 when it was not asked rightly.");
        return argc == 2 && std::strcmp(argv[1], "--help") == 0 ? 0 : 2;
    }
    knock::evidence::Report report = knock::evidence::check(argv[1]);
    if (argc == 3 && report.fingerprint != argv[2])
        report.findings.push_back({"public-key.pem", "it is not the key that was asked for"});
    for (const auto &[where, what] : report.findings)
        std::printf("NOT PROVEN  %s: %s\n", where.c_str(), what.c_str());
    std::printf("%zu files, %zu rows of the record, %zu links of the chain, %zu checkpoints\n", report.files,
                report.rows, report.links, report.checkpoints);
    std::printf("signed with the key %s%s\n", report.fingerprint.c_str(),
                argc == 3 ? "" : " (compare it with one from elsewhere)");
    std::puts(report.findings.empty() ? "PROVEN" : "NOT PROVEN");
    return report.findings.empty() ? 0 : 1;
}
