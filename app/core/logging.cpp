// SPDX-License-Identifier: Apache-2.0
#include "app/core/logging.h"

Q_LOGGING_CATEGORY(lcDispatch, "knock.dispatch", QtInfoMsg)
Q_LOGGING_CATEGORY(lcTelephony, "knock.telephony", QtInfoMsg)
Q_LOGGING_CATEGORY(lcWeb, "knock.web", QtInfoMsg)
Q_LOGGING_CATEGORY(lcCaller, "knock.caller", QtInfoMsg)
Q_LOGGING_CATEGORY(lcMedia, "knock.media", QtInfoMsg)
Q_LOGGING_CATEGORY(lcSms, "knock.sms", QtInfoMsg)
Q_LOGGING_CATEGORY(lcPlace, "knock.place", QtInfoMsg)
Q_LOGGING_CATEGORY(lcStore, "knock.store", QtInfoMsg)
Q_LOGGING_CATEGORY(lcService, "knock.service", QtInfoMsg)
Q_LOGGING_CATEGORY(lcDesk, "knock.desk", QtInfoMsg)
Q_LOGGING_CATEGORY(lcUi, "knock.ui", QtInfoMsg)
