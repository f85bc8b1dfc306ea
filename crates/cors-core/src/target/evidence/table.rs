// Written by `cargo xtask servers`, from the run that wrote evidence/servers.json.

use super::Evidence;

pub(super) const TABLE: &[Evidence] = &[
    Evidence {
        target: "nginx",
        version: "1.22.1",
        server: "nginx 1.22.1",
        policies: 237,
        requests: 83_007,
        comparisons: 841_837,
        differences: 0,
    },
    Evidence {
        target: "express-cors",
        version: "5.3.0",
        server: "Express 5.3.0 (cors 2.8.6, node 20.20.2)",
        policies: 238,
        requests: 76_583,
        comparisons: 750_615,
        differences: 0,
    },
    Evidence {
        target: "express-cors",
        version: "4.22.3",
        server: "Express 4.22.3 (cors 2.8.6, node 20.20.2)",
        policies: 238,
        requests: 76_583,
        comparisons: 750_615,
        differences: 0,
    },
    Evidence {
        target: "express",
        version: "5.3.0",
        server: "Express 5.3.0 (node 20.20.2)",
        policies: 238,
        requests: 76_583,
        comparisons: 759_069,
        differences: 0,
    },
    Evidence {
        target: "express",
        version: "4.22.3",
        server: "Express 4.22.3 (node 20.20.2)",
        policies: 238,
        requests: 76_583,
        comparisons: 759_069,
        differences: 0,
    },
    Evidence {
        target: "node-http",
        version: "20",
        server: "Node 20 (20.20.2)",
        policies: 238,
        requests: 76_583,
        comparisons: 748_043,
        differences: 0,
    },
    Evidence {
        target: "axum-tower-http",
        version: "0.7.1",
        server: "tower-http 0.7.1 axum 0.8.9",
        policies: 56,
        requests: 24_023,
        comparisons: 213_061,
        differences: 0,
    },
];
