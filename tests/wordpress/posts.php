<?php
// Installs WordPress and writes the posts of the test: each argument is the address of a figure's page, pasted on a line
// of its own, as into the classic editor, and as the block editor keeps it. Prints the posts' addresses, a line each.
$_SERVER['HTTP_HOST'] = parse_url( getenv( 'WORDPRESS_HOME' ), PHP_URL_HOST );
define( 'WP_INSTALLING', true );
require_once getenv( 'WORDPRESS_ROOT' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter( 'pre_wp_mail', '__return_true' );
wp_install( 'A blog', 'editor', 'editor@example.org', true, '', 'password' );
switch_theme( 'twentytwentyone' );

$before = "<p>A paragraph of the post that the figure stands in.</p>\n\n";
$after  = "\n\n<p>The paragraph after it.</p>";
foreach ( array_slice( $argv, 1 ) as $address ) {
	$block = '<!-- wp:embed {"url":"' . $address . '","type":"rich"} -->' . "\n"
		. '<figure class="wp-block-embed is-type-rich"><div class="wp-block-embed__wrapper">' . "\n$address\n"
		. '</div></figure>' . "\n<!-- /wp:embed -->";
	foreach ( array( 'Pasted' => $address, 'Block' => $block ) as $title => $content ) {
		$post = array( 'post_title' => $title, 'post_status' => 'publish', 'post_content' => $before . $content . $after );
		echo get_permalink( wp_insert_post( $post ) ), "\n";
	}
}
