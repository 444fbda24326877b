// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLoggingCategory>

// Info: one line per thing that happened to an incident. Warning: handled, but unusual. Critical: our mistake.
// Telephone numbers, tokens, places and chat text never appear in clear.
Q_DECLARE_LOGGING_CATEGORY(lcDispatch)
Q_DECLARE_LOGGING_CATEGORY(lcTelephony)
Q_DECLARE_LOGGING_CATEGORY(lcWeb)
Q_DECLARE_LOGGING_CATEGORY(lcCaller)
Q_DECLARE_LOGGING_CATEGORY(lcMedia)
Q_DECLARE_LOGGING_CATEGORY(lcSms)
Q_DECLARE_LOGGING_CATEGORY(lcPlace)
Q_DECLARE_LOGGING_CATEGORY(lcStore)
Q_DECLARE_LOGGING_CATEGORY(lcService)
Q_DECLARE_LOGGING_CATEGORY(lcDesk)
Q_DECLARE_LOGGING_CATEGORY(lcUi)
