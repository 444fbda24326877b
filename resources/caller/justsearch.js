// SPDX-License-Identifier: Apache-2.0
'use strict';

// The search page for whoever comes without a link.
strings.load(strings.guess()).then(() => new SearchPage({searched: () => false, typing: () => {}}).show());
