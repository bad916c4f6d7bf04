<?php
// For wp-content/mu-plugins: WordPress asks no address of its own machine unless it is told that this one is another's.
add_filter( 'http_request_host_is_external', fn( $external, $host ) => $external || '127.0.0.1' === $host, 10, 2 );
