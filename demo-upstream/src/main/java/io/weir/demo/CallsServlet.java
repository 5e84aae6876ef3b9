/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code GET /calls}: the call log, one JSON object a line, oldest first. */
final class CallsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient CallLog calls;
    private final transient ObjectMapper json;

    CallsServlet(CallLog calls, ObjectMapper json) {
        this.calls = calls;
        this.json = json;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding("UTF-8");
        for (CallRecord call : calls.records()) {
            response.getWriter().println(json.writeValueAsString(call));
        }
    }
}
