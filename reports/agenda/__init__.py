"""How ready the agenda of a meeting is (danh mục nội dung trình hội nghị): facts, words, files."""
